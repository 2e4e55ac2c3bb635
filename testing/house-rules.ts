/**
 * The rules of the house as data: which folder may import which, and which powers a folder may reach for. Each carries the reason
 * that a failing test prints.
 */

export type Arrow = { readonly may: readonly string[]; readonly why: string }

/** Imports between the project's folders, tests left out. A folder may always import itself. */
export const ARROWS: Readonly<Record<string, Arrow>> = {
  contracts: { may: [], why: 'Contracts are what all others agree on, so they know nobody.' },
  json: { may: [], why: 'JSON is understood the same everywhere, so it depends on no part of Studio.' },
  graph: { may: ['contracts', 'json'], why: 'Admission judges a graph; it neither runs nor stores one.' },
  telemetry: {
    may: ['contracts'],
    why: 'Folding events into a bundle is the same for store and page, so it knows neither.',
  },
  machine: { may: ['contracts'], why: 'The real clock, network and files know nothing of what they are used for.' },
  wire: {
    may: ['contracts'],
    why: 'What connectors have in common is the same for each of them; it knows no plugin.',
  },
  http: { may: ['contracts', 'json'], why: 'The HTTP core guards and frames; what a route does comes from studio.' },
  store: {
    may: ['contracts', 'json', 'graph', 'telemetry', 'machine'],
    why: 'The store keeps what runs leave; it starts none.',
  },
  engine: {
    may: ['contracts', 'json', 'graph', 'telemetry', 'store'],
    why: 'A run can be simulated from a seed only while its powers come in as arguments, so it never imports machine.',
  },
  kernel: {
    may: ['contracts', 'json', 'graph', 'wire', 'store', 'engine', 'machine'],
    why: 'The kernel puts parts together; the product around it must stay replaceable.',
  },
  studio: {
    may: ['contracts', 'json', 'graph', 'store', 'engine', 'machine', 'http', 'kernel'],
    why: 'Studio is the product; plugins enter through the plugin host only, and test parts stay in tests.',
  },
  plugins: { may: ['contracts', 'kernel'], why: 'A plugin shipped here has no other door than a stranger has.' },
  ui: {
    may: ['contracts', 'json', 'telemetry'],
    why: 'The page knows Studio through its API alone, so that the API can do all that the page can; it folds events as the store does.',
  },
  asm: { may: [], why: 'WASM builds depend on their sources and their lock alone.' },
}

/** What others may import of the kernel: `#kernel/<name>`. */
export const KERNEL_FACE: Readonly<Record<string, readonly string[]>> = {
  studio: ['kernel-face', 'kernel', 'plugin-door', 'plugins/plugin-host', 'plugins/plugin-decisions'],
  plugins: ['plugin-door'],
}

export type Ban = {
  /** The rule it serves, where there is one. */
  readonly rule?: string
  readonly what: string
  readonly pattern: RegExp
  /** Folders that the ban holds for. */
  readonly folders: readonly string[]
  /** Files that may, each with its reason. */
  readonly except: Readonly<Record<string, string>>
  readonly why: string
}

const PURE = ['contracts', 'json', 'graph', 'telemetry', 'engine']
const KERNEL = [...PURE, 'kernel', 'store']
const SCRIPT = 'a script, not part of the program'
const HASH_SEED = 'seeds a hash against floods of equal keys; no verdict depends on it'
const PLUGIN_CODE = 'reads the manifest and finds the folders of plugins'
const DATABASE = 'the database is its disk'

export const BANS: readonly Ban[] = [
  {
    what: 'files',
    pattern: /['"]node:fs(\/promises)?['"]|\bBun\.(file|write)\b/,
    folders: KERNEL,
    except: {
      'contracts/emit.ts': SCRIPT,
      'kernel/plugins/check-manifest.ts': PLUGIN_CODE,
      'kernel/plugins/plugin-host.ts': PLUGIN_CODE,
      'kernel/plugins/plugin-record.ts': PLUGIN_CODE,
      'store/store-file.ts': DATABASE,
      'store/write-export.ts': 'exports are files, made under S8',
    },
    why: 'Disk comes in as an argument, so that a simulation can fill or break it.',
  },
  {
    rule: 'N4',
    what: 'the network',
    pattern: /['"]node:(net|http|https|dgram|dns|tls)['"]|\bBun\.(connect|listen|serve|udpSocket)\b|(?<![.\w])fetch\(/,
    folders: [...KERNEL, 'plugins'],
    except: { 'contracts/powers.ts': 'declares the power' },
    why: 'Only machine/ opens connections, and only to granted hosts (N4, P4).',
  },
  {
    rule: 'S3',
    what: 'child processes',
    pattern:
      /['"]node:(child_process|worker_threads|cluster)['"]|\bBun\.(spawn|spawnSync|\$)|\bnew Worker\(\s*(new URL|['"`])/,
    folders: [...KERNEL, 'plugins'],
    except: { 'store/write-thread.ts': 'one thread of ours writes to the disk' },
    why: 'Children are started by machine/ with an environment built from scratch (S3).',
  },
  {
    what: 'the clock',
    pattern:
      /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bBun\.(nanoseconds|sleep)\b|\bset(Timeout|Interval|Immediate)\(/,
    folders: KERNEL,
    except: {},
    why: 'Time comes in as a Clock, so that a run can be simulated and replayed.',
  },
  {
    what: 'randomness',
    pattern: /\bMath\.random\(|\bgetRandomValues\b|\brandomUUID\b|\brandomBytes\b/,
    folders: KERNEL,
    except: { 'json/scan.ts': HASH_SEED },
    why: 'Randomness comes in as an argument, so that one seed gives one course of events.',
  },
  {
    what: 'the environment',
    pattern: /\bprocess\.env\b|\bBun\.env\b/,
    folders: [...KERNEL, 'plugins', 'http'],
    except: {},
    why: 'Settings are read in one place, with where each came from; a plugin gets its own and no other.',
  },
  {
    rule: 'S11',
    what: 'evaluated code',
    pattern: /(?<![.\w])eval\(|\bnew Function\(|['"]node:vm['"]/,
    folders: [...KERNEL, 'plugins', 'machine', 'http', 'studio', 'ui', 'scripts', 'bench'],
    except: {},
    why: 'Nothing that a user, a model or a plugin can influence becomes code (S11).',
  },
  {
    rule: 'U13',
    what: 'markup made of text',
    pattern: /dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write\b/,
    folders: ['ui', 'studio'],
    except: {},
    why: 'Text of a model stays text: the page is built of elements, never of markup (U13).',
  },
]

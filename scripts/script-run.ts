/**
 * The frame of a script that fetches or builds an optional part: reads its arguments and turns a failure into an exit code.
 * With `--optional` a part that cannot be had is a printed reason and exit code 0; without it, exit code 1.
 */
import { resolve } from 'node:path'

export type ScriptArguments = { readonly folder: string; readonly optional: 'optional' | 'required' }

/** A part that cannot be had here, with one sentence why. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing'
}

/** `[folder] [--optional]`; anything else throws. `folder` becomes absolute. */
export function readScriptArguments(argv: readonly string[], defaultFolder: string): ScriptArguments {
  const folders = argv.filter(argument => !argument.startsWith('--'))
  const flags = argv.filter(argument => argument.startsWith('--'))
  const unknown = flags.find(flag => flag !== '--optional')
  if (unknown !== undefined || folders.length > 1) throw new Error('usage: [folder] [--optional]')
  return {
    folder: folders[0] === undefined ? defaultFolder : resolve(folders[0]),
    optional: flags.length > 0 ? 'optional' : 'required',
  }
}

/** Runs `work` and exits the process: 0 when done, or when optional and missing; 1 otherwise. */
export async function runScript(
  defaultFolder: string,
  work: (folder: string, say: (line: string) => void) => Promise<void>,
): Promise<never> {
  const say = (line: string) => console.log(line)
  let optional: ScriptArguments['optional'] = 'required'
  try {
    const asked = readScriptArguments(process.argv.slice(2), defaultFolder)
    optional = asked.optional
    await work(asked.folder, say)
    process.exit(0)
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure)
    if (optional === 'optional' && failure instanceof PartMissing) {
      say(`skipped: ${reason}`)
      process.exit(0)
    }
    console.error(`failed: ${reason}`)
    process.exit(1)
  }
}

/** Runs a command to its end. Throws `PartMissing` with the end of its output when it is not found or fails. */
export async function runCommand(
  command: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly cure: string },
): Promise<string> {
  const program = command[0] ?? ''
  if (Bun.which(program) === null) throw new PartMissing(`${program} is not on PATH; ${options.cure}`)
  const child = Bun.spawn([...command], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  if (code !== 0) {
    const tail = `${out}\n${err}`.trim().split('\n').slice(-8).join('\n')
    throw new PartMissing(`${command.slice(0, 4).join(' ')} ended with ${code}; ${options.cure}\n${tail}`)
  }
  return `${out}${err}`
}

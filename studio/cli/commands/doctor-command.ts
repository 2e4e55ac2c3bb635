/** `doctor`: checks this installation and, where asked, writes the diagnosis into a file that may be shared (rule S9). */
import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { KoraError } from '#contracts/failure'
import { PROBE_CHECKS } from '#contracts/probe'
import type { Diagnosis } from '../diagnose.ts'
import { EXIT, printJson, printTable } from '../output.ts'
import type { Session } from '../session.ts'
import { examples } from './command-parts.ts'

export function addDoctorCommand(program: Command, session: Session): void {
  program
    .command('doctor')
    .description('check this installation; without content or secrets')
    .option('-o, --out <file>', 'also write the diagnosis into a new file')
    .addHelpText('after', examples('kora doctor', 'kora doctor --out diagnosis.json'))
    .action(async ({ out }: { readonly out?: string }) => {
      const diagnosis = await (await import('../diagnose.ts')).diagnose(session)
      if (out !== undefined) await writeDiagnosis(session, out, diagnosis)
      if (diagnosis.status !== 'healthy') session.exit(EXIT.failed)
      if (session.output.json) printJson(session.output, diagnosis)
      else printDiagnosis(session, diagnosis)
    })
}

async function writeDiagnosis({ output }: Session, path: string, diagnosis: Diagnosis): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(diagnosis, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'EEXIST' ? 'is there already' : 'cannot be written'
    throw new KoraError('INVALID_REQUEST', `--out ${path}: ${why}.`, { hint: 'Name a new file.' }, error)
  }
  output.err(`Written to ${path}: no content, no secret. Sending it is up to you.`)
}

function printDiagnosis({ output }: Session, diagnosis: Diagnosis): void {
  const { version, bun, platform, cores, memory_mib: memory, status, checks, health } = diagnosis
  output.out(`Studio ${version} on Bun ${bun}, ${platform}, ${cores} cores, ${memory} MiB: ${status}`)
  printTable(
    output,
    ['check', '', 'says', 'cure'],
    checks.map(check => [check.name, check.ok ? 'ok' : 'problem', check.says, check.cure]),
  )
  if (health === null) return
  output.out('')
  printTable(
    output,
    ['backend', 'status', 'version', 'address', 'cure'],
    health.backends.map(backend => [backend.name, backend.status, backend.version, backend.address, backend.reason]),
  )
  const probed = health.backends.filter(backend => backend.probed !== undefined)
  if (probed.length === 0) return
  output.out('')
  printTable(
    output,
    ['probed', ...PROBE_CHECKS],
    probed.map(backend => [backend.name, ...PROBE_CHECKS.map(name => backend.probed?.[name] ?? null)]),
  )
}

/**
 * Writes docs/errors.md from the table of codes, so that the page and the program cannot say different things.
 * Run it after changing the table: `bun studio/api/emit-error-docs.ts`.
 */
import { join } from 'node:path'
import { ERROR_TYPES, type ErrorType, FAILURE_CODES, type FailureRow } from '#contracts/failure'

export const ERROR_DOCS_PATH = join(import.meta.dir, '../../docs/errors.md')

const CLASSES: Readonly<Record<ErrorType, string>> = {
  VALIDATION_ERROR:
    'Something that was sent, or that a model wrote, is not what was agreed. Trying again unchanged seldom helps.',
  TIMEOUT: 'Time ran out. Time is always this class, whatever used it up.',
  BUDGET_BREACH:
    'Tokens, attempts or calls were used up. `details.breach_type` says which, `details.purse` what was left.',
  DEPENDENCY_FAILURE:
    'A task could not start because one that it needs did not succeed. The cause stands at that task.',
  EXECUTION_FAILURE: 'The machinery could not do its part: a runtime, a plugin, the disk, or Studio itself.',
  VERSION_MISMATCH: 'Two sides speak different major versions. Nothing was run.',
}

const INTRODUCTION = `# Errors

<!-- Made by studio/api/emit-error-docs.ts from contracts/failure.ts. Do not edit by hand. -->

Every refusal has one shape:

\`\`\`json
{
  "error_type": "VALIDATION_ERROR",
  "message": "One sentence that is safe to show.",
  "details": {
    "code": "INVALID_REQUEST",
    "hint": "The cure.",
    "errors": [{ "pointer": "/execution_options/stream", "code": "INVALID_REQUEST", "message": "Expected boolean." }]
  }
}
\`\`\`

- \`error_type\` is the class, \`details.code\` the exact reason: one row of the tables below.
- \`details.errors\` holds all faults at once. A \`pointer\` is an RFC 6901 pointer from the root of the body that was sent; for
  query parameters it is their name after a slash.
- \`x-should-retry\` says whether the same request, unchanged, may succeed later. With 429 and 503 \`retry-after\` gives seconds.
- A run that reached the engine answers 200 with \`status: "failed"\` and the same shape in \`error\`; the column "status" counts
  only where the failure is answered at the door.
- 500 is a fault in Studio. It carries no text of the fault, no stack and no path.
- Bytes that are not HTTP at all (a broken request line, headers beyond 16 KiB, two lengths) are refused by the runtime with 400,
  431 or 505 and no body.
`

/** The whole page. */
export function renderErrorDocs(): string {
  const rows = Object.entries(FAILURE_CODES) as [string, FailureRow][]
  const sections = ERROR_TYPES.map(type => {
    const own = rows.filter(([, row]) => row.type === type).map(([code, row]) => toCells(code, row))
    return `## ${type}\n\n${CLASSES[type]}\n\n${renderTable([HEAD, ...own])}`
  })
  return [INTRODUCTION, ...sections].join('\n')
}

const HEAD = ['code', 'status', 'retry', 'meaning', 'cure'] as const

function toCells(code: string, row: FailureRow): readonly string[] {
  return [`\`${code}\``, String(row.http), row.retryable ? 'yes' : 'no', cell(row.meaning), cell(row.cure)]
}

/** Columns of even width, as the formatter of this project wants them. */
function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, column) => text.padEnd(widths[column]!)).join(' | ')} |\n`
  const [head, ...body] = rows
  const rule = widths.map(width => '-'.repeat(width))
  return [head!, rule, ...body].map(line).join('')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('__', '\\_\\_')
}

if (import.meta.main) await Bun.write(ERROR_DOCS_PATH, renderErrorDocs())

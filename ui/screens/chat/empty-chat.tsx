/** A chat that has not begun: what can be asked, in examples that work on every machine. */
import { Button } from '../../parts/button.tsx'

const EXAMPLES = [
  'What is 17.5% of 2,480 EUR?',
  '12 * 8 and 5 km in miles',
  'How many days from 2026-02-03 to 2026-05-17?',
  'Find the e-mail addresses: Ann <ann@example.com>, bob@example.org',
] as const

export function EmptyChat({ onTry }: { readonly onTry: (text: string) => void }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center overflow-y-auto px-4 py-[8dvh]">
      <div className="flex w-full max-w-[46rem] flex-col gap-3">
        <h2 className="font-semibold text-xl">Ask something</h2>
        <p className="text-pretty text-quiet text-read">
          Rules answer what can be computed, at once and the same way every time. A model on this machine gets the rest,
          within a budget, and what it writes is checked before it is an answer. Under each answer stands which of the
          two it was.
        </p>
        <ul className="mt-2 flex flex-wrap gap-2">
          {EXAMPLES.map(example => (
            <li key={example}>
              <Button isSentence onClick={() => onTry(example)}>
                {example}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

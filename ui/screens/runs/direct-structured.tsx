/** Direct or structured: the same messages answered by a model alone and by rules with a model, measured; also where that loses. */
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { CompareEntry, CompareResult } from '#contracts/compare'
import { Button } from '../../parts/button.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Field, TextArea } from '../../parts/field.tsx'
import { countOf, toCount, toDuration } from '../../parts/figures.ts'
import { PairBars } from './pair-bars.tsx'
import { compareMessages } from './run-queries.ts'

const MOST = 50
const EXAMPLE = 'What is 17.5% of 2,480 EUR?\nHow many days from 2026-02-03 to 2026-05-17?\nWhat is a river?'

export function DirectStructured() {
  const [text, setText] = useState(EXAMPLE)
  const stop = useRef<AbortController | null>(null)
  // Nobody would see what the model still wrote.
  useEffect(() => () => stop.current?.abort(), [])
  const messages = text.split('\n').filter(line => line.trim() !== '')
  const compare = useMutation({
    mutationFn: () => {
      stop.current = new AbortController()
      return compareMessages(messages, stop.current.signal)
    },
  })
  const isOdd = messages.length === 0 || messages.length > MOST
  return (
    <div className="min-h-0 flex-1 overflow-auto p-4" tabIndex={0} role="region" aria-label="Direct or structured">
      <div className="mx-auto flex max-w-4xl flex-col gap-6">
        <form
          className="flex flex-col gap-3"
          onSubmit={event => {
            event.preventDefault()
            compare.mutate()
          }}
        >
          <Field
            label="Messages, one a line"
            note="Each is answered twice: by a model alone, and by rules first. Needs a model, and takes as long as it takes."
            fault={messages.length > MOST ? `${MOST} at most; there are ${messages.length}.` : null}
          >
            {ids => <TextArea {...ids} rows={5} value={text} onChange={event => setText(event.target.value)} />}
          </Field>
          <div className="flex gap-2">
            <Button tone="main" type="submit" disabled={isOdd} isBusy={compare.isPending}>
              Compare {countOf(messages.length, 'message')}
            </Button>
            {compare.isPending && <Button onClick={() => stop.current?.abort()}>Stop</Button>}
          </div>
        </form>
        {compare.isError && stop.current?.signal.aborted !== true && <FailureNotice error={compare.error} />}
        {compare.data !== undefined && <Result result={compare.data} />}
      </div>
    </div>
  )
}

function outcomeOf({ structured, direct, agree }: CompareEntry): string {
  if (structured.status !== 'success') return ', structured failed'
  if (direct.status !== 'success') return ', direct failed'
  return agree === false ? ', answers differ' : ''
}

function Result({ result }: { readonly result: CompareResult }) {
  const { structured, direct, agreement } = result
  return (
    <>
      <section aria-label="Verdicts" className="flex flex-col gap-1.5">
        {result.verdicts.map(verdict => (
          <p key={verdict.measure} className="text-read">
            {verdict.sentence}
          </p>
        ))}
        {agreement !== null && <p className="text-quiet">{Math.round(agreement * 100)} % of the answers agree.</p>}
      </section>
      <PairBars
        label="Tokens and calls"
        names={['Structured', 'Direct']}
        tones={['bg-exact', 'bg-model']}
        show={toCount}
        rows={[
          { name: 'Model calls', left: structured.calls, right: direct.calls },
          { name: 'Tokens in', left: structured.tokens_in, right: direct.tokens_in },
          { name: 'Tokens out', left: structured.tokens_out, right: direct.tokens_out },
        ]}
      />
      <PairBars
        label="Time of each message"
        names={['Structured', 'Direct']}
        tones={['bg-exact', 'bg-model']}
        show={toDuration}
        rows={result.entries.map(entry => ({
          name: `${entry.request + 1}${outcomeOf(entry)}`,
          left: entry.structured.latency_ms,
          right: entry.direct.latency_ms,
        }))}
      />
    </>
  )
}

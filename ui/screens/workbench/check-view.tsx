/** What the check says: every fault with its place, or what the graph can cost at most, before anything runs. */
import type { Certificate } from '#contracts/certificate'
import type { PlanResult } from '#contracts/execution'
import type { Fault } from '#contracts/failure'
import { countOf, toCount, toDuration } from '../../parts/figures.ts'
import { Notice } from '../../parts/notice.tsx'
import { Words } from '../../parts/words.tsx'
import { locate, type Place } from './graph-text.ts'

export function CheckView({
  text,
  plan,
  onShow,
}: {
  readonly text: string
  readonly plan: PlanResult
  readonly onShow: (place: Place) => void
}) {
  return (
    <div className="flex flex-col gap-4">
      {plan.valid ? (
        <p className="font-medium text-ok">This graph is valid and can run.</p>
      ) : (
        <p className="font-medium text-bad">{countOf(plan.errors.length, 'fault')}: nothing would run.</p>
      )}
      {plan.errors.length > 0 && <Faults text={text} faults={plan.errors} onShow={onShow} />}
      {plan.warnings.length > 0 && (
        <Notice tone="warn" title={countOf(plan.warnings.length, 'warning')}>
          <Faults text={text} faults={plan.warnings} onShow={onShow} />
        </Notice>
      )}
      {plan.certificate !== null && <CertificateView certificate={plan.certificate} />}
      {plan.graph_hash !== null && <p className="font-mono text-faint text-xs wrap-anywhere">{plan.graph_hash}</p>}
    </div>
  )
}

function Faults({
  text,
  faults,
  onShow,
}: {
  readonly text: string
  readonly faults: readonly Fault[]
  readonly onShow: (place: Place) => void
}) {
  return (
    <ul aria-label="Faults" className="flex flex-col gap-2">
      {faults.slice(0, 100).map(fault => {
        const place = locate(text, fault.pointer)
        return (
          <li key={`${fault.pointer} ${fault.code} ${fault.message}`} className="text-sm">
            <button
              type="button"
              onClick={() => onShow(place)}
              className="rounded-sm text-left font-mono text-accent text-xs hover:underline"
            >
              {place.line}:{place.column} {fault.pointer === '' ? 'the whole graph' : fault.pointer}
            </button>
            <p className="wrap-anywhere">
              <Words text={fault.message} /> <span className="font-mono text-faint text-xs">{fault.code}</span>
            </p>
          </li>
        )
      })}
    </ul>
  )
}

function CertificateView({ certificate }: { readonly certificate: Certificate }) {
  const unit = certificate.prompt_tokens_basis === 'bytes' ? 'Prompt, in bytes' : 'Prompt tokens'
  const rows: readonly (readonly [string, string])[] = [
    ['Model calls', toCount(certificate.max_model_calls)],
    ['Generated tokens', toCount(certificate.max_output_tokens)],
    [unit, toCount(certificate.max_prompt_tokens)],
    ['Time', certificate.max_time_ms === null ? 'not bounded' : toDuration(certificate.max_time_ms)],
  ]
  const costly = certificate.tasks.filter(task => task.max_model_calls > 0)
  return (
    <section aria-label="Certificate" className="flex flex-col gap-2">
      <h3 className="font-semibold">At most, whatever a model does</h3>
      <dl className="grid grid-cols-[1fr_auto] gap-y-1">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-quiet">{name}</dt>
            <dd className="tabular text-right">{value}</dd>
          </div>
        ))}
      </dl>
      {costly.length > 0 && (
        <details className="text-sm">
          <summary className="w-fit rounded-sm text-quiet hover:text-ink">
            Why: {countOf(costly.length, 'task')} may call a model
          </summary>
          <ul className="mt-1.5 flex flex-col gap-1 border-line border-l-2 pl-3">
            {costly.map(task => (
              <li key={task.task_id}>
                <code className="font-mono text-xs">{task.task_id}</code> {task.because}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** Runs (U10): what ran here, found by title, status and path; two of them side by side; the two ways to answer, measured. */
import { goTo, toHref, useRoute } from '../../app/route.ts'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import type { ScreenProps } from '../../app/screens.tsx'
import { Segmented } from '../../parts/segmented.tsx'
import { CompareRuns } from './compare-runs.tsx'
import { DirectStructured } from './direct-structured.tsx'
import { RunListView } from './run-list.tsx'

const VIEWS = [
  { value: 'list', label: 'All runs' },
  { value: 'ways', label: 'Direct or structured' },
] as const

export default function RunsScreen({ id }: ScreenProps) {
  const { query } = useRoute()
  const pair = query.get('compare')?.split(',') ?? []
  const [left, right] = pair
  const isPair = left !== undefined && right !== undefined
  const view = query.get('view') === 'ways' ? 'ways' : 'list'
  return (
    <ScreenFrame title={isPair ? 'Two runs' : 'Runs'}>
      {!isPair && (
        <div className="shrink-0 px-4 pt-3">
          <Segmented
            label="What to look at"
            value={view}
            options={VIEWS}
            onChange={next => goTo(toHref('runs', null, next === 'ways' ? { view: 'ways' } : {}))}
          />
        </div>
      )}
      {isPair ? (
        <CompareRuns left={left} right={right} />
      ) : view === 'ways' ? (
        <DirectStructured />
      ) : (
        <RunListView chosen={id} />
      )}
    </ScreenFrame>
  )
}

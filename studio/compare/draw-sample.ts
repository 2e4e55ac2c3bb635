/**
 * A sample of a workload, drawn by a seed: as many of each kind as its part of the whole, and as many in all as were asked for. The
 * kinds take turns, so that the first half of a sample is a sample too: whoever stops early must not have seen one kind alone.
 */
import { mulberry } from './interval.ts'
import { KINDS, type WorkloadRequest } from './read-workload.ts'

/** In the order in which they are to be run; all where the sample is as large. */
export function drawSample(requests: readonly WorkloadRequest[], size: number, seed: number): WorkloadRequest[] {
  const random = mulberry(seed)
  const keyed = requests.map(request => ({ request, key: random() }))
  const most = Math.min(size, requests.length)
  const groups = KINDS.map(kind => {
    const own = keyed.filter(({ request }) => request.kind === kind).sort((a, b) => a.key - b.key)
    const part = requests.length === 0 ? 0 : (own.length * most) / requests.length
    return { own, whole: Math.floor(part), rest: part - Math.floor(part) }
  })
  // What rounding down leaves goes to the kinds that lost most by it.
  const left = most - groups.reduce((sum, { whole }) => sum + whole, 0)
  for (const group of groups.toSorted((a, b) => b.rest - a.rest).slice(0, left)) group.whole += 1
  return groups
    .flatMap(({ own, whole }) =>
      own.slice(0, whole).map(({ request }, nth) => ({ request, turn: (nth + 0.5) / whole })),
    )
    .sort((a, b) => a.turn - b.turn)
    .map(({ request }) => request)
}

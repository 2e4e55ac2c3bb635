/** A sample of a workload, drawn by a seed: as many of each kind as its part of the whole, and as many in all as were asked for. */
import { mulberry } from './interval.ts'
import { KINDS, type WorkloadRequest } from './read-workload.ts'

/** In the order of the file; all where the sample is as large. */
export function drawSample(requests: readonly WorkloadRequest[], size: number, seed: number): WorkloadRequest[] {
  if (size >= requests.length) return [...requests]
  const random = mulberry(seed)
  const keyed = requests.map(request => ({ request, key: random() }))
  const groups = KINDS.map(kind => {
    const own = keyed.filter(({ request }) => request.kind === kind).sort((a, b) => a.key - b.key)
    const part = (own.length * size) / requests.length
    return { own, whole: Math.floor(part), rest: part - Math.floor(part) }
  })
  // What rounding down leaves goes to the kinds that lost most by it.
  let left = size - groups.reduce((sum, { whole }) => sum + whole, 0)
  for (const group of groups.toSorted((a, b) => b.rest - a.rest)) {
    if (left === 0) break
    group.whole += 1
    left -= 1
  }
  const kept = new Set(groups.flatMap(({ own, whole }) => own.slice(0, whole).map(({ request }) => request)))
  return requests.filter(request => kept.has(request))
}

/** Warns of inputs that no reference reads: most likely their name was mistyped. It refuses nothing. */
import type { JsonObject } from '#contracts/json-value'
import type { FaultList } from '#graph/fault-list'
import { suggestNames } from '#graph/near-names'
import { toPointer } from '#json/pointer'

/** Names that are looked at, on either side: a request may hold any number. */
const MOST_NAMES = 100

/** `own` are the graph's inputs, at the place of the graph; `given` those of the request, which stand beside it. */
export function warnOfUnread(own: object, given: JsonObject, read: ReadonlySet<string>, faults: FaultList): void {
  const known = [...read].slice(0, MOST_NAMES)
  const unread = (inputs: object) =>
    Object.keys(inputs)
      .filter(name => !read.has(name))
      .slice(0, MOST_NAMES)
  const why = (name: string) =>
    `No reference reads this input${suggestNames(name, known) || '; correct its name, or leave it out.'}`
  for (const name of unread(own)) faults.warn('INPUT_UNREAD', why(name), 'inputs', name)
  for (const name of unread(given)) faults.warnAt(toPointer(['inputs', name]), 'INPUT_UNREAD', why(name))
}

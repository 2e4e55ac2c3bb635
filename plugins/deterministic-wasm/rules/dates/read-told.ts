/** How the rules of dates and times get at a request: its words, what it quotes, and what stands behind its colon, as one. */
import type { PlannerInput } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import type { Answer } from '../rule.ts'
import { inOrder, joinColon, type Moments, readMoments } from './moments.ts'
import { inBothOrders } from './two-orders.ts'

/** Every clause: its dates may stand behind its colon. What holds none is passed over at once by `momentsOf`. */
export const HINT = /\S/

type Told = (moments: Moments | null, clause: Clause, input: PlannerInput) => Answer | null

/** A reader of whole requests as a rule's `read`; what it answers has read the clause's data. */
export const told =
  (read: Told) =>
  (clause: Clause, input: PlannerInput): Answer | null => {
    const joined = joinColon(clause, input)
    const whole = joined?.clause ?? clause
    const moments = readMoments(whole, input)
    const answer =
      moments === null || moments.twofold.length === 0
        ? read(moments, whole, input)
        : inBothOrders(moments.twofold, order => {
            const there = inOrder(whole, input, order)
            return read(readMoments(there, input), there, input)
          })
    if (answer === null) return null
    const data = [...(answer.data ?? []), ...(joined === null ? [] : [joined.data])]
    return {
      ...answer,
      usesData: answer.usesData === true || clause.data !== null,
      ...(data.length > 0 ? { data } : {}),
    }
  }

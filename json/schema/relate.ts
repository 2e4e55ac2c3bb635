/**
 * relateSchemas: what can be said of an edge before anything runs (T5). `never` is a proof that no value fits both,
 * `fits` a proof that all of the producer's do, and everything that is not proven is `unknown`.
 */
import { Schema } from '../schema.ts'
import type { JsonValue } from '../value.ts'
import { type Consumer, hullFits } from './fits.ts'
import { type Branch, Fuel, type Hull, meet } from './hull.ts'
import { HULL_FUEL, HullDrawer } from './hull-of.ts'
import type { SchemaNode } from './node.ts'

export type Relation = 'fits' | 'never' | 'unknown'

export function relateSchemas(producer: Schema, consumer: Schema): Relation {
  const fuel = new Fuel(HULL_FUEL)
  const produced = exactly(new HullDrawer(producer.role, fuel).draw(producer.node), producer)
  const drawer = new HullDrawer(consumer.role, fuel)
  const shared = meet(produced, drawer.draw(consumer.node), fuel)
  if (exactly(shared, consumer).length === 0) return 'never'
  const proof: Consumer = { drawer, mode: consumer.role === 'output' ? 'closing' : 'open', passes: judgeOf(consumer) }
  return hullFits(produced, consumer.node, proof, 'position') ? 'fits' : 'unknown'
}

/** Fixed values are few, so the schema itself says which of them it accepts. */
function exactly(hull: Hull, schema: Schema): Hull {
  return hull.flatMap((branch): Branch[] => {
    if (branch.kind === 'shape') return [branch]
    const values = branch.values.filter(value => schema.isValid(value))
    return values.length === 0 ? [] : [{ kind: 'fixed', values }]
  })
}

/** Judges values by any schema of the consumer's document, as its own root: that may be stricter, never looser. */
function judgeOf(consumer: Schema): (node: SchemaNode, value: JsonValue) => boolean {
  const judges = new Map<SchemaNode, Schema>([[consumer.node, consumer]])
  return (node, value) => {
    const judge = judges.get(node) ?? new Schema(node, consumer.draft, consumer.role)
    judges.set(node, judge)
    return judge.isValid(value)
  }
}

/**
 * Checks that put other schemas to the same value: references, all/any/one of, not, conditions, dependents.
 * What failing branches evaluated is never counted; `not` counts nothing.
 */
import { type JsonObject, type JsonValue, memberOf } from '../value.ts'
import { type Check, type CompileChild, type Compiled, explainBy, type Mode, type Test } from './check.ts'
import { Evaluated } from './evaluated.ts'
import { type SchemaNode, subschemas } from './node.ts'
import type { Report, SchemaFault } from './report.ts'

type Words = Pick<Check, 'keyword' | 'pointer'>

export function combinedCheck(node: SchemaNode, words: Words, mode: Mode, compile: CompileChild): Check | null {
  const compileAll = () => subschemas(node, words.keyword).map(child => compile(child, mode, 'beside'))
  switch (words.keyword) {
    case '$ref':
      return referenceCheck(words, compile(node.target!, mode, 'beside'))
    case 'allOf':
      return allCheck(words, compileAll())
    case 'anyOf':
      return anyCheck(words, compileAll())
    case 'oneOf':
      return oneCheck(words, compileAll())
    case 'not': {
      const { test } = compile(node.one.get('not')!, 'open', 'beside')
      return {
        ...words,
        on: 'any',
        test: (value, meter) => !test(value, meter, null),
        expected: 'a value that does not fit "not"',
      }
    }
    case 'if':
      return conditionCheck(node, words, mode, compile)
    case 'dependentSchemas':
    case 'dependencies':
      return dependentsCheck(node, words, mode, compile)
    default:
      return null
  }
}

function referenceCheck(words: Words, target: Compiled): Check {
  return {
    ...words,
    on: 'any',
    test: target.test,
    expected: 'a value that fits the schema referred to',
    explain: (value, pointer, report, seen) => explainBy(target, value, pointer, report, seen),
  }
}

function allCheck(words: Words, schemas: readonly Compiled[]): Check {
  const tests = schemas.map(schema => schema.test)
  const test: Test = (value, meter, seen) => {
    meter.spend(tests.length)
    for (let i = 0; i < tests.length; i += 1) if (!tests[i]!(value, meter, seen)) return false
    return true
  }
  return {
    ...words,
    on: 'any',
    test,
    expected: 'a value that fits all schemas',
    explain: (value, pointer, report, seen) => {
      for (const schema of schemas) explainBy(schema, value, pointer, report, seen)
    },
  }
}

function anyCheck(words: Words, schemas: readonly Compiled[]): Check {
  const test: Test = (value, meter, seen) => {
    meter.spend(schemas.length)
    let passes = false
    for (let i = 0; i < schemas.length; i += 1) {
      // Where somebody asks what was evaluated, every branch that fits has to be heard.
      const own = seen === null ? null : new Evaluated()
      if (!schemas[i]!.test(value, meter, own)) continue
      passes = true
      if (seen === null || own === null) break
      meter.spend(seen.absorb(own))
    }
    return passes
  }
  const expected = `a value that fits one of ${schemas.length} alternatives`
  return {
    ...words,
    on: 'any',
    test,
    expected,
    explain: (value, pointer, report) => {
      report.add({ ...words, expected }, pointer, value)
      report.take(nearest(schemas, value, pointer, report))
    },
  }
}

function oneCheck(words: Words, schemas: readonly Compiled[]): Check {
  const test: Test = (value, meter, seen) => {
    meter.spend(schemas.length)
    let winner: Evaluated | null = null
    let count = 0
    for (let i = 0; i < schemas.length; i += 1) {
      const own = seen === null ? null : new Evaluated()
      if (!schemas[i]!.test(value, meter, own)) continue
      count += 1
      if (count > 1) return false
      winner = own
    }
    if (count === 1 && seen !== null && winner !== null) meter.spend(seen.absorb(winner))
    return count === 1
  }
  const expected = `a value that fits exactly one of ${schemas.length} alternatives`
  return {
    ...words,
    on: 'any',
    test,
    expected,
    explain: (value, pointer, report) => {
      const fitting = schemas.flatMap((schema, index) => (schema.test(value, report.meter, null) ? [index] : []))
      if (fitting.length === 0) {
        report.add({ ...words, expected }, pointer, value)
        report.take(nearest(schemas, value, pointer, report))
      } else report.add({ ...words, expected: `${expected}, not of several (${fitting.join(', ')})` }, pointer, value)
    },
  }
}

/** Faults of the alternative that the value came nearest to; none where every one fails at the value itself. */
function nearest(
  schemas: readonly Compiled[],
  value: JsonValue,
  pointer: string,
  report: Report,
): readonly SchemaFault[] {
  let best: readonly SchemaFault[] = []
  for (const schema of schemas) {
    const own = report.newBranch()
    explainBy(schema, value, pointer, own, null)
    const failsHere = own.faults.some(
      fault => fault.pointer === pointer && /_(TYPE|CONST|ENUM|FALSE)$/.test(fault.code),
    )
    if (!failsHere && own.faults.length > 0 && (best.length === 0 || own.faults.length < best.length)) best = own.faults
  }
  return best
}

function conditionCheck(node: SchemaNode, words: Words, mode: Mode, compile: CompileChild): Check {
  const condition = compile(node.one.get('if')!, 'open', 'beside')
  const branchOf = (keyword: string) => {
    const branch = node.one.get(keyword)
    return branch === undefined ? null : compile(branch, mode, 'beside')
  }
  const yes = branchOf('then')
  const no = branchOf('else')
  const test: Test = (value, meter, seen) => {
    meter.spend(1)
    if (seen === null && yes === null && no === null) return true
    const own = seen === null ? null : new Evaluated()
    const holds = condition.test(value, meter, own)
    if (holds && seen !== null && own !== null) meter.spend(seen.absorb(own))
    const branch = holds ? yes : no
    return branch === null || branch.test(value, meter, seen)
  }
  return {
    ...words,
    on: 'any',
    test,
    expected: 'a value that fits the branch its condition chose',
    explain: (value, pointer, report, seen) => {
      const branch = condition.test(value, report.meter, null) ? yes : no
      if (branch !== null) explainBy(branch, value, pointer, report, seen)
    },
  }
}

function dependentsCheck(node: SchemaNode, words: Words, mode: Mode, compile: CompileChild): Check {
  const rules = [...node.named.get(words.keyword)!].map(([name, child]) => ({
    name,
    schema: compile(child, mode, 'beside'),
  }))
  const isAsked = (object: JsonObject, name: string) => memberOf(object, name) !== undefined
  const test: Test<JsonObject> = (object, meter, seen) => {
    meter.spend(1 + rules.length)
    return rules.every(({ name, schema }) => !isAsked(object, name) || schema.test(object, meter, seen))
  }
  return {
    ...words,
    on: 'object',
    test,
    expected: 'a value that fits what its members ask for',
    explain: (object, pointer, report, seen) => {
      for (const { name, schema } of rules) if (isAsked(object, name)) explainBy(schema, object, pointer, report, seen)
    },
  }
}

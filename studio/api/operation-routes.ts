/** GET /operations: every registered operation with its schemas and a worked example; `q` narrows the list. */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { OperationInfo } from '#contracts/studio'
import type { RegisteredOperation } from '#graph/registry'
import { jsonResponse } from '#http/failure-response'
import { readQuery, textUpTo } from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import { found } from './run-routes.ts'
import type { StudioServices } from './services.ts'

const OperationList = Type.Object({ operations: Type.Array(OperationInfo) }, { $id: 'OperationList' })

export function operationRoutes({ kernel }: StudioServices) {
  return new Elysia()
    .get('/operations', ({ request }) => jsonResponse({ operations: list(request, kernel.registry.operations()) }), {
      ...describeRoute({
        tag: 'Machine',
        summary: 'Operations that graphs may name',
        query: { q: 'Words; each must stand in the name, the description or a field.' },
        answer: OperationList,
        codes: ['INVALID_REQUEST'],
      }),
    })
    .get('/operations/:name', ({ params }) => jsonResponse(toInfo(found(kernel.registry.operation(params.name)))), {
      ...describeRoute({ tag: 'Machine', summary: 'One operation', answer: OperationInfo, codes: ['NOT_FOUND'] }),
    })
}

function list(request: Request, operations: readonly RegisteredOperation[]): readonly OperationInfo[] {
  const { q = '' } = readQuery(request, { q: textUpTo(256) })
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const holdsAll = (text: string) => words.every(word => text.includes(word))
  const named = operations.filter(({ name, description }) => holdsAll(`${name} ${description}`.toLowerCase()))
  // Fields and their choices are words too, but whoever is named by them comes after whoever is called so.
  const others = operations.filter(operation => !named.includes(operation) && holdsAll(wordsOf(operation)))
  return [...named, ...others].map(toInfo)
}

function wordsOf({ name, description, input, output }: RegisteredOperation): string {
  return `${name} ${description} ${JSON.stringify([input.source, output.source])}`.toLowerCase().replaceAll('_', ' ')
}

function toInfo(operation: RegisteredOperation): OperationInfo {
  return {
    name: operation.name,
    major: operation.major,
    description: operation.description,
    plugin: operation.pluginId,
    cost: operation.cost,
    input_cap_bytes: operation.inputCapBytes,
    input: operation.input.source,
    output: operation.output.source,
    example: operation.example,
  }
}

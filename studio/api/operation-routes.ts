/** GET /operations: every registered operation with its schemas and a worked example; `q` narrows the list. */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { OperationInfo } from '#contracts/studio'
import type { RegisteredOperation } from '#graph/registry'
import { jsonResponse } from '#http/failure-response'
import { rankOperations } from './rank-operations.ts'
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
        query: { q: 'Words to look for, such as `sum a column`; the best twenty come, the best first.' },
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
  return rankOperations(operations, q).map(toInfo)
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

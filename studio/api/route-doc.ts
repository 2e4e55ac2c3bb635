/**
 * How a route is described in the OpenAPI document. Bodies and queries are read and checked by the routes themselves; all
 * that is enforced here is that a route without a described query takes none.
 */
import type { TSchema } from '@sinclair/typebox'
import type { DocumentDecoration } from 'elysia'
import { FAILURE_CODES, Failure, type FailureCode } from '#contracts/failure'
import { readQuery } from './read-request.ts'

export type RouteDoc = {
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly body?: { readonly schema: TSchema; readonly example?: unknown }
  readonly query?: Readonly<Record<string, string>>
  readonly answer?: TSchema
  /** Status of success; 200 unless said. */
  readonly status?: 200 | 201 | 202
  readonly streams?: true
  readonly codes?: readonly FailureCode[]
  readonly open?: true
}

const EVERY_ROUTE: readonly FailureCode[] = ['HOST_REJECTED', 'ORIGIN_REJECTED']

export type RouteOptions = {
  readonly parse: 'none'
  readonly beforeHandle: (context: { readonly request: Request }) => void
  readonly detail: DocumentDecoration
}

/** Route options: no parsing by the framework, no query where none is described, and the description. */
export function describeRoute(doc: RouteDoc): RouteOptions {
  const detail = {
    tags: [doc.tag],
    summary: doc.summary,
    ...(doc.description === undefined ? {} : { description: doc.description }),
    ...(doc.open === true ? { security: [] } : {}),
    ...(doc.body === undefined ? {} : { requestBody: requestBody(doc.body) }),
    ...(doc.query === undefined ? {} : { parameters: queryParameters(doc.query) }),
    responses: responses(doc),
  }
  // The framework's types stop at OpenAPI 3.0; the document is 3.1.
  return {
    parse: 'none',
    beforeHandle: doc.query === undefined ? refuseQuery : takeQuery,
    detail: detail as unknown as DocumentDecoration,
  }
}

// Routes that describe a query read it themselves.
function takeQuery(): void {}

function refuseQuery({ request }: { readonly request: Request }): void {
  readQuery(request, {})
}

function requestBody(body: NonNullable<RouteDoc['body']>): object {
  const example = body.example === undefined ? {} : { example: body.example }
  return { required: true, content: { 'application/json': { schema: body.schema, ...example } } }
}

function queryParameters(query: Readonly<Record<string, string>>): readonly object[] {
  return Object.entries(query).map(([name, description]) => ({
    name,
    in: 'query',
    required: false,
    description,
    schema: { type: 'string' },
  }))
}

function responses(doc: RouteDoc): Readonly<Record<string, object>> {
  const schema = doc.answer === undefined ? {} : { schema: doc.answer }
  const stream = doc.streams === true ? { 'text/event-stream': { schema: { type: 'string' } } } : {}
  const answers: Record<string, object> = {
    [doc.status ?? 200]: { description: 'Done.', content: { 'application/json': schema, ...stream } },
  }
  const codes = [...EVERY_ROUTE, ...(doc.open === true ? [] : (['TOKEN_REQUIRED'] as const)), ...(doc.codes ?? [])]
  const byStatus = Object.groupBy(codes, code => String(FAILURE_CODES[code].http))
  for (const [status, list] of Object.entries(byStatus)) {
    const description = (list ?? []).map(code => `\`${code}\` ${FAILURE_CODES[code].meaning}`).join('\n\n')
    answers[status] = {
      description,
      content: { 'application/json': { schema: Failure } },
    }
  }
  return answers
}

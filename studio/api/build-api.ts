/**
 * The API in one piece: the routes of every family, one way of failing, and the document of it all. It listens on nothing;
 * see serve-api.ts.
 */
import { type AnyElysia, Elysia } from 'elysia'
import { KoraError } from '#contracts/failure'
import { toKoraError } from '#http/failure-response'
import { readDiskFailure } from '#machine/disk-failure'
import { explainPath } from '../openai/explain-path.ts'
import { openAiRoutes } from '../openai/openai-routes.ts'
import { apiFailure } from './api-failure.ts'
import { attachmentRoutes } from './attachment-routes.ts'
import { changeRoutes } from './change-routes.ts'
import { chatFileRoutes } from './chat-file-routes.ts'
import { chatRoute } from './chat-route.ts'
import { chatsRoutes } from './chats-routes.ts'
import { compareRoute } from './compare-route.ts'
import { dataRoutes } from './data-routes.ts'
import { docsRoutes } from './docs-routes.ts'
import { executeRoute } from './execute-route.ts'
import { healthRoute } from './health-route.ts'
import { modelRoutes } from './model-routes.ts'
import { buildOpenApiDocument } from './openapi-document.ts'
import { operationRoutes } from './operation-routes.ts'
import { pairRoutes } from './pair-routes.ts'
import { planRoutes } from './plan-route.ts'
import { pluginRoutes } from './plugin-routes.ts'
import { presetRoutes } from './preset-routes.ts'
import { pullRoutes } from './pull-routes.ts'
import { runRoutes } from './run-routes.ts'
import type { StudioServices } from './services.ts'
import { settingsRoutes } from './settings-routes.ts'
import { telemetryRoutes } from './telemetry-routes.ts'
import { methodsOf } from './unmatched-route.ts'

/** All routes of the specification's table that the services can serve. Further families are added with `.use`. */
export function buildApi(services: StudioServices): AnyElysia {
  const app: AnyElysia = new Elysia({ normalize: false })
    // Before the routes, or it would not hold for them.
    .onError({ as: 'global' }, ({ code, error, request }) => {
      // Our own errors have codes of the same spelling.
      const { pathname } = new URL(request.url)
      if (code === 'NOT_FOUND' && !(error instanceof KoraError)) return unmatched(pathname)
      return apiFailure(toKoraError(readDiskFailure(error) ?? error, services.report), pathname)
    })
    .use(executeRoute(services))
    .use(planRoutes(services))
    .use(compareRoute(services))
    .use(runRoutes(services))
    .use(telemetryRoutes(services))
    .use(healthRoute(services))
    .use(operationRoutes(services))
    .use(modelRoutes(services))
    .use(pullRoutes(services))
    .use(pluginRoutes(services))
    .use(openAiRoutes(services))
    .use(pairRoutes(services))
    .use(chatRoute(services))
    .use(chatsRoutes(services))
    .use(chatFileRoutes(services))
    .use(attachmentRoutes(services))
    .use(presetRoutes(services))
    .use(changeRoutes(services))
    .use(settingsRoutes(services))
    .use(dataRoutes(services))
    .use(docsRoutes(() => buildOpenApiDocument(app, services.kernel.version)))

  function unmatched(path: string): Response {
    const methods = methodsOf(app.routes, path)
    if (methods.length === 0) return apiFailure(explainPath(path) ?? new KoraError('NOT_FOUND'), path)
    return apiFailure(new KoraError('METHOD_NOT_ALLOWED'), path, { allow: methods.join(', ') })
  }
  return app
}

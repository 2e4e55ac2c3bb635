/** Plugins: which there are, and switching them on and off. Code enters the process in the kernel's host, never here. */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { PluginInfo } from '#contracts/manifest'
import { jsonResponse } from '#http/failure-response'
import { describeRoute } from './route-doc.ts'
import { refuseBody } from './run-routes.ts'
import type { StudioServices } from './services.ts'

const PluginList = Type.Object({ plugins: Type.Array(PluginInfo) }, { $id: 'PluginList' })
const tag = 'Plugins'

export function pluginRoutes({ kernel }: StudioServices) {
  const { plugins } = kernel
  return new Elysia()
    .get('/plugins', () => jsonResponse({ plugins: plugins.list() }), {
      ...describeRoute({ tag, summary: 'Installed plugins, their state and their grants', answer: PluginList }),
    })
    .post(
      '/plugins/:id/enable',
      async ({ params, request }) => {
        await refuseBody(request)
        return jsonResponse(await plugins.enable(params.id))
      },
      {
        ...describeRoute({
          tag,
          summary: 'Enable a plugin, agreeing to its grants',
          answer: PluginInfo,
          codes: ['NOT_FOUND', 'PLUGIN_FAILED', 'PLUGIN_VERSION', 'NAME_TAKEN', 'PLUGIN_TIMEOUT'],
        }),
      },
    )
    .post(
      '/plugins/:id/disable',
      async ({ params, request }) => {
        await refuseBody(request)
        return jsonResponse(await plugins.disable(params.id))
      },
      { ...describeRoute({ tag, summary: 'Disable a plugin', answer: PluginInfo, codes: ['NOT_FOUND'] }) },
    )
}

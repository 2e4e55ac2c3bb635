/** Plugins: which there are, and switching them on and off. Code enters the process in the kernel's host, never here. */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { PluginInfo } from '#contracts/manifest'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import { defineBody } from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import { refuseBody } from './run-routes.ts'
import type { StudioServices } from './services.ts'

const HostRequest = Type.Object(
  { host: Type.String({ minLength: 1, maxLength: 255, description: 'host[:port] of another machine' }) },
  { $id: 'HostRequest', additionalProperties: false },
)
const checkHost = defineBody(HostRequest)
const PluginList = Type.Object({ plugins: Type.Array(PluginInfo) }, { $id: 'PluginList' })
const tag = 'Plugins'

export function pluginRoutes({ kernel }: StudioServices) {
  const { plugins } = kernel
  const setHost = async (id: string, request: Request, wish: 'allow' | 'disallow'): Promise<PluginInfo> => {
    const { host } = checkHost(readBodyJson(await readBodyBytes(request)))
    return plugins.setHost(id, host, wish)
  }
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
    .post(
      '/plugins/:id/allow',
      async ({ params, request }) => jsonResponse(await setHost(params.id, request, 'allow')),
      {
        ...describeRoute({
          tag,
          summary: 'Let a plugin reach another machine',
          description:
            'Prompts then leave this machine for that host. Counts from the next call on, is kept, and can be withdrawn.',
          body: { schema: HostRequest, example: { host: '192.0.2.7:8080' } },
          answer: PluginInfo,
          codes: ['NOT_FOUND', 'INVALID_REQUEST'],
        }),
      },
    )
    .post(
      '/plugins/:id/disallow',
      async ({ params, request }) => jsonResponse(await setHost(params.id, request, 'disallow')),
      {
        ...describeRoute({
          tag,
          summary: 'Withdraw that a plugin may reach another machine',
          body: { schema: HostRequest, example: { host: '192.0.2.7:8080' } },
          answer: PluginInfo,
          codes: ['NOT_FOUND', 'INVALID_REQUEST'],
        }),
      },
    )
}

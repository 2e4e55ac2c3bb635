/** Presets: named sets of chat options. Changing one changes no chat. */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { Preset, PresetInput } from '#contracts/chat'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import { defineBody } from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import { refuseBody } from './run-routes.ts'
import type { StudioServices } from './services.ts'

const PresetList = Type.Object({ presets: Type.Array(Preset) }, { $id: 'PresetList', additionalProperties: false })
const tag = 'Chats'
const body = { schema: PresetInput, example: { name: 'Terse', options: { system_prompt: 'Answer in one line.' } } }
const checkPreset = defineBody(PresetInput)
const readPreset = async (request: Request) => checkPreset(readBodyJson(await readBodyBytes(request)))

export function presetRoutes({ chats: { presets }, changes }: StudioServices) {
  const told = (response: Response): Response => {
    changes.tell('presets')
    return response
  }
  return new Elysia()
    .get('/presets', () => jsonResponse({ presets: presets.list() }), {
      ...describeRoute({ tag, summary: 'Presets by name', answer: PresetList }),
    })
    .post('/presets', async ({ request }) => told(jsonResponse(presets.create(await readPreset(request)), 201)), {
      ...describeRoute({
        tag,
        summary: 'Make a preset',
        body,
        answer: Preset,
        status: 201,
        codes: ['INVALID_REQUEST', 'CONFLICT'],
      }),
    })
    .put(
      '/presets/:id',
      async ({ params, request }) => told(jsonResponse(presets.replace(params.id, await readPreset(request)))),
      {
        ...describeRoute({
          tag,
          summary: 'Replace a preset',
          body,
          answer: Preset,
          codes: ['NOT_FOUND', 'INVALID_REQUEST', 'CONFLICT'],
        }),
      },
    )
    .delete(
      '/presets/:id',
      async ({ params, request }) => {
        await refuseBody(request)
        presets.remove(params.id)
        return told(jsonResponse({ deleted: true }))
      },
      {
        ...describeRoute({ tag, summary: 'Delete a preset', codes: ['NOT_FOUND'] }),
      },
    )
}

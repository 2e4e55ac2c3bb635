/** Settings: what counts, where it was said, and changing it. Who may call is not changed from here. */
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { SettingList } from '#contracts/studio'
import { readBodyBytes, readBodyJson } from '#http/body'
import { jsonResponse } from '#http/failure-response'
import { isObject } from '#json/value'
import { invalidRequest, requestFault } from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import type { StudioServices } from './services.ts'

const SettingChanges = Type.Record(Type.String(), Type.Unknown(), {
  $id: 'SettingChanges',
  description: 'Values by name; null takes the default again.',
})
const tag = 'Settings'

export function settingsRoutes({ settings, kernel, changes }: StudioServices) {
  const list = () => jsonResponse({ settings: settings.list(), problems: kernel.problems() })
  return new Elysia()
    .get('/settings', list, {
      ...describeRoute({ tag, summary: 'Every setting, its value and where it was said', answer: SettingList }),
    })
    .patch(
      '/settings',
      async ({ request }) => {
        const body = readBodyJson(await readBodyBytes(request))
        if (!isObject(body)) throw invalidRequest([requestFault('', 'Expected an object of settings by name.')])
        await settings.change(body)
        changes.tell('settings')
        return list()
      },
      {
        ...describeRoute({
          tag,
          summary: 'Change settings; all of them or none',
          body: { schema: SettingChanges, example: { keep_content: true, telemetry_days: 90 } },
          answer: SettingList,
          codes: ['INVALID_REQUEST', 'STORAGE_FULL'],
        }),
      },
    )
}

/** Settings: read by several screens, changed one at a time. */
import { queryOptions } from '@tanstack/react-query'
import type { SettingInfo, SettingList } from '#contracts/studio'
import { call } from './call.ts'

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => call<SettingList>('/settings', { signal }),
})

/** null takes the default again. */
export const changeSettings = (changes: Readonly<Record<string, unknown>>): Promise<SettingList> =>
  call<SettingList>('/settings', { method: 'PATCH', body: changes })

export const findSetting = (list: SettingList | undefined, name: string): SettingInfo | undefined =>
  list?.settings.find(setting => setting.name === name)

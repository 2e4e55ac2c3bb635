/** Settings (U4, U11): what an answer may cost, what is kept, who may call, and deleting it all. */
import { useQuery } from '@tanstack/react-query'
import type { SettingInfo } from '#contracts/studio'
import { mustBeTold } from '../../api/api-failure.ts'
import { healthQuery } from '../../api/queries.ts'
import { findSetting, settingsQuery } from '../../api/settings.ts'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Words } from '../../parts/words.tsx'
import { AccessSection } from './access-section.tsx'
import { DataSection } from './data-section.tsx'
import { SettingField } from './setting-field.tsx'
import { SETTING_GROUPS, SHOWN_NAMES } from './setting-forms.ts'

export default function SettingsScreen() {
  const settings = useQuery(settingsQuery)
  const { data, isPending } = settings
  const health = useQuery(healthQuery)
  // Where the foot of the sidebar leads: whatever is wrong stands here, by whomever it was found.
  const problems = [...new Set([...(health.data?.problems ?? []), ...(data?.problems ?? [])])]
  return (
    <ScreenFrame title="Settings">
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-6" tabIndex={0} role="region" aria-label="Settings">
        <div className="mx-auto flex max-w-2xl flex-col gap-10">
          {isPending && <Loading rows={6} />}
          {mustBeTold(settings) && <FailureNotice error={settings.error} onRetry={() => settings.refetch()} />}
          {problems.map(problem => (
            <Notice key={problem} tone="warn" title={<Words text={problem} />} />
          ))}
          {data !== undefined &&
            SETTING_GROUPS.map(group => (
              <section key={group.title} aria-label={group.title} className="flex flex-col gap-5">
                <header className="border-line border-b pb-2">
                  <h2 className="font-semibold">{group.title}</h2>
                  <p className="text-quiet text-sm">{group.note}</p>
                </header>
                {group.forms.map(form => {
                  const setting = findSetting(data, form.name)
                  return setting === undefined ? null : <SettingField key={form.name} form={form} setting={setting} />
                })}
              </section>
            ))}
          <DataSection />
          <AccessSection />
          {data !== undefined && <Others settings={data.settings.filter(({ name }) => !SHOWN_NAMES.has(name))} />}
        </div>
      </div>
    </ScreenFrame>
  )
}

/** Settings that are said at the start, and where. */
function Others({ settings }: { readonly settings: readonly SettingInfo[] }) {
  return (
    <section aria-label="At the start" className="flex flex-col gap-3">
      <header className="border-line border-b pb-2">
        <h2 className="font-semibold">At the start</h2>
        <p className="text-quiet text-sm">
          Said by flags, by the environment or by the file of settings; read when Studio starts.
        </p>
      </header>
      <dl className="flex flex-col gap-3">
        {settings.map(setting => (
          <div key={setting.name}>
            <dt className="flex flex-wrap items-baseline gap-x-3">
              <code className="font-mono text-sm">{setting.name}</code>
              <span className="font-mono text-sm wrap-anywhere">{JSON.stringify(setting.value)}</span>
              <span className="text-quiet text-sm">{setting.where ?? 'default'}</span>
            </dt>
            <dd className="text-quiet text-sm">{setting.description}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** While prompts and outputs of runs are kept, every screen says so, with the way to stop it at once (rule L5). */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { changeSettings, findSetting, settingsQuery } from '../api/settings.ts'
import { toHref } from './route.ts'
import { showToast } from './toasts.tsx'

export function KeptBanner() {
  const client = useQueryClient()
  const { data } = useQuery(settingsQuery)
  const stop = useMutation({
    mutationFn: () => changeSettings({ keep_content: false }),
    onSuccess: list => {
      client.setQueryData(settingsQuery.queryKey, list)
      showToast({ text: 'Nothing more is kept. What was kept can be deleted in the settings.' })
    },
  })
  const setting = findSetting(data, 'keep_content')
  if (setting?.value !== true) return null
  return (
    <p className="flex shrink-0 flex-wrap items-center gap-x-3 border-warn border-b bg-warn-soft px-4 py-1.5 text-warn">
      <span>Prompts and outputs of runs are being kept.</span>
      {setting.changeable && (
        <button
          type="button"
          className="underline disabled:opacity-50"
          disabled={stop.isPending}
          onClick={() => stop.mutate()}
        >
          Stop
        </button>
      )}
      <a className="underline" href={toHref('settings')}>
        Settings
      </a>
      {stop.isError && <span role="alert">It could not be stopped; try again.</span>}
    </p>
  )
}

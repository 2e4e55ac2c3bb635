/** What lies in the data folder and how large it is. It only looks. */
import { lstat, readdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataInfo } from '#contracts/studio'
import type { Kernel } from '#kernel/kernel-face'
import type { Chats } from '../chats/open-chats.ts'
import type { DataRoot } from '../settings/data-root.ts'

export async function measureData(root: DataRoot, kernel: Kernel, { base }: Chats): Promise<DataInfo> {
  const [telemetry, chats, models, exports, caches] = await Promise.all(
    [root.telemetry, root.chats, root.models, root.exports, root.caches].map(sizeOf),
  )
  const count = (sql: string): number => base.db.query<{ n: number }, []>(sql).get()?.n ?? 0
  return {
    folder: root.root,
    free_bytes: await statfs(root.root).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    ),
    telemetry: {
      bytes: telemetry!.bytes,
      runs: kernel.runs.telemetrySummary().runs,
      content_kept: kernel.runs.ended({ contentKept: true }).length,
    },
    chats: {
      bytes: chats!.bytes,
      chats: count('SELECT count(*) AS n FROM chat'),
      messages: count('SELECT count(*) AS n FROM message'),
      files: count('SELECT count(*) AS n FROM attachment'),
    },
    models: { bytes: models!.bytes },
    exports,
    caches: { bytes: caches!.bytes },
  } as DataInfo
}

type Size = { readonly bytes: number; readonly files: number }

/** Links count as themselves: a model may be linked in from anywhere. */
async function sizeOf(folder: string): Promise<Size> {
  let bytes = 0
  let files = 0
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      const inner = await sizeOf(path)
      bytes += inner.bytes
      files += inner.files
    } else {
      bytes += (await lstat(path).catch(() => null))?.size ?? 0
      files += 1
    }
  }
  return { bytes, files }
}

/** How much memory a child holds right now. It only looks; who kills, and at which size, is decided elsewhere. */

const PAGE_BYTES = 4_096

/** Resident bytes of a process, or null where the platform does not tell (Windows) or the process is gone. */
export async function readRssBytes(pid: number): Promise<number | null> {
  if (process.platform === 'linux') {
    // Pages are 16 KiB or 64 KiB on some ARM kernels; counting 4 KiB there only makes the cap more generous.
    const statm = await Bun.file(`/proc/${pid}/statm`)
      .text()
      .catch(() => null)
    return statm === null ? null : Number(statm.split(' ')[1]) * PAGE_BYTES
  }
  if (process.platform !== 'darwin') return null
  const ps = Bun.spawn({ cmd: ['/bin/ps', '-o', 'rss=', '-p', String(pid)], stdout: 'pipe', stderr: 'ignore' })
  const kib = Number((await ps.stdout.text()).trim())
  return kib > 0 ? kib * 1_024 : null
}

/** The address of this machine to listen on, as a setting: one spelling for each, and whether it is loopback. It asks no resolver. */
import { isIP } from 'node:net'

const NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i
/** Systems read `127.1`, `0x7f000001` and `0` as numbers too, and nobody who reads the setting would. */
const LIKE_A_NUMBER = /(^|\.)(\d+|0x[0-9a-f]*)$/i
/** IPv4 written as IPv6. */
const MAPPED = /^::ffff:/i

/** Brackets and upper case are taken away; null for what is no address and no host name. */
export function readOwnAddress(text: string): string | null {
  const host = text.trim().toLowerCase()
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  if (isIP(bare) === 6) return MAPPED.test(bare) ? null : bare
  if (isIP(host) === 4) return host
  return NAME.test(host) && !LIKE_A_NUMBER.test(host) ? host : null
}

/** `host` as `readOwnAddress` gives it. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

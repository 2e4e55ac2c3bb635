/**
 * The eight formats that are asserted (T6): each a linear check of a whole text by the RFC it names.
 * Other formats are refused when the schema is read: a format that is not checked would only seem to hold.
 */

type Format = (text: string) => boolean

const FORMATS: { readonly [name: string]: Format } = {
  'date-time': isDateTime,
  date: isDate,
  time: isTime,
  email: isEmail,
  uri: isUri,
  uuid: text => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
  ipv4: isIpv4,
  ipv6: isIpv6,
}

export const FORMAT_NAMES: readonly string[] = Object.keys(FORMATS)

export function findFormat(name: string): Format | null {
  return Object.hasOwn(FORMATS, name) ? FORMATS[name]! : null
}

/** RFC 3339 full-date. */
function isDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** RFC 3339 full-time; a leap second only at the end of a UTC day. */
function isTime(text: string): boolean {
  const found = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:z|([+-])([0-9]{2}):([0-9]{2}))$/i.exec(text)
  if (found === null) return false
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3])]
  const [offsetHour, offsetMinute] = [Number(found[5] ?? 0), Number(found[6] ?? 0)]
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return false
  if (second < 60) return true
  const offset = (offsetHour * 60 + offsetMinute) * (found[4] === '-' ? -1 : 1)
  return (hour * 60 + minute - offset + 2 * 1440) % 1440 === 1439
}

/** RFC 3339 date-time. */
function isDateTime(text: string): boolean {
  return (text[10] === 'T' || text[10] === 't') && isDate(text.slice(0, 10)) && isTime(text.slice(11))
}

/** RFC 5321 mailbox: dot-atom or quoted text before the sign, a host name or an address literal after it. */
function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  if (at < 1) return false
  const local = text.slice(0, at)
  const domain = text.slice(at + 1)
  if (local.length > 64 || domain.length > 255) return false
  const isLocal = local.startsWith('"')
    ? /^"(?:[ !#-[\]-~]|\\[ -~])*"$/.test(local)
    : local.split('.').every(atom => /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+$/.test(atom))
  if (!isLocal) return false
  if (!domain.startsWith('[')) return isHostName(domain)
  const literal = domain.slice(1, -1)
  return domain.endsWith(']') && (/^IPv6:/i.test(literal) ? isIpv6(literal.slice(5)) : isIpv4(literal))
}

function isHostName(text: string): boolean {
  return text.split('.').every(label => label.length <= 63 && /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(label))
}

/** Dotted decimal of RFC 2673; no leading zeros. */
function isIpv4(text: string): boolean {
  return text.length <= 15 && /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/.test(text)
}

/** RFC 4291 text form; no zone. */
function isIpv6(text: string): boolean {
  if (text.length > 45 || !/^[0-9a-fA-F:.]+$/.test(text)) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.map(half => (half === '' ? [] : half.split(':')))
  let count = 0
  const last = groups.length - 1
  for (const [index, half] of groups.entries()) {
    for (const [position, group] of half.entries()) {
      if (/^[0-9a-fA-F]{1,4}$/.test(group)) count += 1
      else if (index === last && position === half.length - 1 && isIpv4(group)) count += 2
      else return false
    }
  }
  return halves.length === 2 ? count <= 7 : count === 8
}

/** RFC 3986 URI with a scheme. */
function isUri(text: string): boolean {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(text)
  if (scheme === null) return false
  const hash = text.indexOf('#')
  const beforeHash = hash < 0 ? text : text.slice(0, hash)
  if (hash >= 0 && !isUriPart(text.slice(hash + 1), QUERY)) return false
  const mark = beforeHash.indexOf('?')
  const beforeQuery = mark < 0 ? beforeHash : beforeHash.slice(0, mark)
  if (mark >= 0 && !isUriPart(beforeHash.slice(mark + 1), QUERY)) return false
  const rest = beforeQuery.slice(scheme[0].length)
  if (!rest.startsWith('//')) return isUriPart(rest, PATH)
  const slash = rest.indexOf('/', 2)
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash)
  return isAuthority(authority) && (slash < 0 || isUriPart(rest.slice(slash), PATH))
}

const PATH = /^[A-Za-z0-9._~!$&'()*+,;=:@/%-]*$/
const QUERY = /^[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*$/
const USER = /^[A-Za-z0-9._~!$&'()*+,;=:%-]*$/
const HOST = /^[A-Za-z0-9._~!$&'()*+,;=%-]*$/

function isUriPart(text: string, allowed: RegExp): boolean {
  return allowed.test(text) && !/%(?![0-9A-Fa-f]{2})/.test(text)
}

function isAuthority(text: string): boolean {
  const at = text.lastIndexOf('@')
  if (at >= 0 && !isUriPart(text.slice(0, at), USER)) return false
  const found = /^(\[[^\]]*\]|[^:[\]]*)(?::[0-9]*)?$/.exec(text.slice(at + 1))
  if (found === null) return false
  const host = found[1]!
  if (!host.startsWith('[')) return isUriPart(host, HOST)
  const literal = host.slice(1, -1)
  return isIpv6(literal) || /^v[0-9a-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+$/i.test(literal)
}

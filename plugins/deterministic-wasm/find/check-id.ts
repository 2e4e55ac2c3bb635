/**
 * Whether one given text is an identifier of a kind, by form and check digits, and what is wrong with it if not. It knows
 * nothing of what was issued: a valid IBAN may belong to nobody.
 */

export const CHECK_KINDS = [
  'iban',
  'isbn',
  'gtin',
  'card',
  'uuid',
  'ipv4',
  'ipv6',
  'cidr',
  'email',
  'url',
  'mac',
  'hex_color',
] as const
export type CheckKind = (typeof CHECK_KINDS)[number]

/** `null` where nothing is wrong. */
export function checkId(written: string, kind: CheckKind): string | null {
  const value = written.trim()
  return CHECKS[kind](value)
}

/** Lengths by country (registry of ISO 13616). */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 ' +
    'GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 ' +
    'MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map(entry => [entry.slice(0, 2), Number(entry.slice(2))]),
)

const CHECKS: Readonly<Record<CheckKind, (value: string) => string | null>> = {
  iban: checkIban,
  isbn: checkIsbn,
  gtin: checkGtin,
  card: checkCard,
  uuid: value =>
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)
      ? null
      : 'a UUID has 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12',
  ipv4: checkIpv4,
  ipv6: checkIpv6,
  cidr: checkCidr,
  email: checkEmail,
  url: checkUrl,
  mac: value =>
    /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}$/i.test(value)
      ? null
      : 'a MAC address has six groups of two hexadecimal digits',
  hex_color: value =>
    /^#(?:[0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(value)
      ? null
      : 'a hexadecimal colour is # and 3, 4, 6 or 8 hexadecimal digits',
}

function checkIban(value: string): string | null {
  const compact = value.replace(/[\s-]/g, '').toUpperCase()
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(compact)) return 'an IBAN begins with two letters and two digits'
  const length = IBAN_LENGTHS.get(compact.slice(0, 2))
  if (length === undefined) return `no country ${compact.slice(0, 2)} is known to use IBANs`
  if (compact.length !== length)
    return `an IBAN of ${compact.slice(0, 2)} has ${length} characters, this one has ${compact.length}`
  let rest = 0
  for (const sign of compact.slice(4) + compact.slice(0, 4)) {
    const digit = Number.parseInt(sign, 36)
    rest = (rest * (digit > 9 ? 100 : 10) + digit) % 97
  }
  return rest === 1 ? null : `the remainder by 97 is ${rest}, not 1`
}

function checkIsbn(value: string): string | null {
  const compact = value
    .replace(/^ISBN(?:-1[03])?:?\s*/i, '')
    .replace(/[\s-]/g, '')
    .toUpperCase()
  if (/^\d{9}[\dX]$/.test(compact)) {
    let sum = 0
    for (let i = 0; i < 10; i += 1) sum += (10 - i) * (compact[i] === 'X' ? 10 : Number(compact[i]))
    return sum % 11 === 0 ? null : 'its check digit is wrong'
  }
  if (!/^\d{13}$/.test(compact)) return `an ISBN has 10 or 13 digits, this one has ${compact.length}`
  if (!/^97[89]/.test(compact)) return 'an ISBN of 13 digits begins with 978 or 979'
  return isWeighted(compact) ? null : 'its check digit is wrong'
}

function checkGtin(value: string): string | null {
  const compact = value.replace(/[\s-]/g, '')
  if (!/^(?:\d{8}|\d{12,14})$/.test(compact)) return 'such a number has 8, 12, 13 or 14 digits'
  return isWeighted(compact) ? null : 'its check digit is wrong'
}

/** Weights 3 and 1 by turns from the digit before the last (GS1). */
function isWeighted(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 1 : 3)
  return sum % 10 === 0
}

function checkCard(value: string): string | null {
  const compact = value.replace(/[\s-]/g, '')
  if (!/^\d{8,19}$/.test(compact)) return 'such a number has 8 to 19 digits'
  let sum = 0
  for (let i = 0; i < compact.length; i += 1) {
    const digit = Number(compact[compact.length - 1 - i]) * (i % 2 === 1 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0 ? null : `the sum of Luhn's check is ${sum}, no multiple of 10`
}

function checkIpv4(value: string): string | null {
  const octets = value.split('.')
  if (octets.length !== 4 || !octets.every(octet => /^\d{1,3}$/.test(octet)))
    return 'an IPv4 address is four numbers with full stops between'
  const wrong = octets.find(octet => Number(octet) > 255 || (octet.length > 1 && octet.startsWith('0')))
  if (wrong === undefined) return null
  return Number(wrong) > 255 ? `${wrong} is more than 255` : `${wrong} has a zero in front`
}

function checkIpv6(value: string): string | null {
  const halves = value.split('::')
  const groups = halves.flatMap(half => (half === '' ? [] : half.split(':')))
  const isMapped = groups.at(-1)?.includes('.') === true
  if (isMapped) {
    if (checkIpv4(groups.pop() as string) !== null) return 'its IPv4 part is none'
    groups.push('0', '0')
  }
  if (!/^[0-9a-f:.]+$/i.test(value) || !value.includes(':')) return 'an IPv6 address has hexadecimal groups and colons'
  if (halves.length > 2) return 'the gap :: stands there more than once'
  if (!groups.every(group => /^[0-9a-f]{1,4}$/i.test(group))) return 'each group has one to four hexadecimal digits'
  const isWhole = halves.length === 1 ? groups.length === 8 : groups.length < 8
  return isWhole ? null : `it has ${groups.length} groups`
}

function checkCidr(value: string): string | null {
  const [address = '', prefix = '', ...more] = value.split('/')
  if (more.length > 0 || !/^\d{1,3}$/.test(prefix)) return 'a range is an address, a slash and a number of bits'
  const isFour = address.includes('.') && !address.includes(':')
  const wrong = isFour ? checkIpv4(address) : checkIpv6(address)
  if (wrong !== null) return wrong
  const most = isFour ? 32 : 128
  return Number(prefix) <= most ? null : `${prefix} bits are more than ${most}`
}

function checkEmail(value: string): string | null {
  const at = value.lastIndexOf('@')
  if (at < 0) return 'there is no @ in it'
  const [local, domain] = [value.slice(0, at), value.slice(at + 1)]
  if (local === '') return 'nothing stands before the @'
  if (local.includes('@')) return 'there is more than one @ in it'
  if (domain === '') return 'nothing stands behind the @'
  if (/\s/.test(value)) return 'there is a blank in it'
  if (!/^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u.test(local) || local.length > 64)
    return 'the part before the @ has no valid form'
  const labels = domain.split('.')
  if (labels.length < 2) return 'the part behind the @ has no full stop'
  const isDomain = labels.every(label => /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u.test(label))
  return isDomain && /^(?:\p{L}{2,63}|xn--[a-z0-9-]+)$/iu.test(labels.at(-1)!) && domain.length <= 253
    ? null
    : 'the part behind the @ is no domain name'
}

function checkUrl(value: string): string | null {
  if (/\s/.test(value)) return 'there is a blank in it'
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(value)
  if (parts === null) return 'it does not begin with a scheme such as https://'
  const host = (parts[2] ?? '').replace(/^[^@]*@/, '').replace(/:\d{1,5}$/, '')
  if (host === '') return 'it names no host'
  if (/[<>"{}|\\^`]/.test(value)) return 'a sign in it must be escaped'
  const isName = host.split('.').every(label => /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?$/u.test(label))
  return isName || /^\[[0-9a-f:.]+\]$/i.test(host) ? null : 'its host is no name and no address'
}

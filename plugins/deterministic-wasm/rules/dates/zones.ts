/** Places whose clocks people ask for, and the zones of the IANA database they keep. Abbreviations that several zones share are left out. */

const BY_ZONE: readonly (readonly [zone: string, names: string])[] = [
  ['Europe/Berlin', 'berlin,germany,munich,hamburg,frankfurt,cologne,düsseldorf,stuttgart,cet,cest,berlin time'],
  ['Europe/London', 'london,uk,the uk,england,britain,edinburgh,manchester,scotland'],
  ['Europe/Paris', 'paris,france,lyon'],
  ['Europe/Madrid', 'madrid,barcelona,spain'],
  ['Europe/Rome', 'rome,milan,italy'],
  ['Europe/Vienna', 'vienna,austria'],
  ['Europe/Zurich', 'zurich,zürich,switzerland,geneva,bern'],
  ['Europe/Amsterdam', 'amsterdam,netherlands,the netherlands'],
  ['Europe/Brussels', 'brussels,belgium'],
  ['Europe/Lisbon', 'lisbon,portugal'],
  ['Europe/Dublin', 'dublin,ireland'],
  ['Europe/Copenhagen', 'copenhagen,denmark'],
  ['Europe/Stockholm', 'stockholm,sweden'],
  ['Europe/Oslo', 'oslo,norway'],
  ['Europe/Helsinki', 'helsinki,finland'],
  ['Europe/Warsaw', 'warsaw,poland'],
  ['Europe/Prague', 'prague,czechia'],
  ['Europe/Budapest', 'budapest,hungary'],
  ['Europe/Athens', 'athens,greece'],
  ['Europe/Istanbul', 'istanbul,turkey,ankara'],
  ['Europe/Kyiv', 'kyiv,kiev,ukraine'],
  ['Europe/Moscow', 'moscow'],
  [
    'America/New_York',
    'new york,nyc,new york city,boston,washington dc,miami,atlanta,est,edt,eastern time,toronto time',
  ],
  ['America/Toronto', 'toronto,montreal,ottawa'],
  ['America/Chicago', 'chicago,houston,dallas,central time'],
  ['America/Denver', 'denver,mountain time'],
  ['America/Phoenix', 'phoenix,arizona'],
  ['America/Los_Angeles', 'los angeles,la,san francisco,seattle,san diego,california,las vegas,pst,pdt,pacific time'],
  ['America/Vancouver', 'vancouver'],
  ['America/Mexico_City', 'mexico city'],
  ['America/Sao_Paulo', 'sao paulo,são paulo,rio de janeiro,rio'],
  ['America/Argentina/Buenos_Aires', 'buenos aires,argentina'],
  ['Africa/Cairo', 'cairo,egypt'],
  ['Africa/Johannesburg', 'johannesburg,cape town,south africa'],
  ['Africa/Lagos', 'lagos,nigeria'],
  ['Africa/Nairobi', 'nairobi,kenya'],
  ['Asia/Dubai', 'dubai,abu dhabi,uae'],
  ['Asia/Kolkata', 'mumbai,delhi,new delhi,bangalore,kolkata,india,chennai'],
  ['Asia/Karachi', 'karachi,pakistan'],
  ['Asia/Dhaka', 'dhaka,bangladesh'],
  ['Asia/Bangkok', 'bangkok,thailand'],
  ['Asia/Jakarta', 'jakarta'],
  ['Asia/Singapore', 'singapore'],
  ['Asia/Hong_Kong', 'hong kong'],
  ['Asia/Shanghai', 'beijing,shanghai,china,shenzhen'],
  ['Asia/Taipei', 'taipei,taiwan'],
  ['Asia/Tokyo', 'tokyo,japan,osaka,kyoto,jst'],
  ['Asia/Seoul', 'seoul,korea,south korea'],
  ['Asia/Manila', 'manila,philippines,the philippines'],
  ['Asia/Jerusalem', 'tel aviv,jerusalem,israel'],
  ['Asia/Riyadh', 'riyadh,saudi arabia'],
  ['Asia/Tehran', 'tehran,iran'],
  ['Australia/Sydney', 'sydney,melbourne,canberra'],
  ['Australia/Brisbane', 'brisbane'],
  ['Australia/Perth', 'perth'],
  ['Pacific/Auckland', 'auckland,wellington,new zealand'],
  ['Pacific/Honolulu', 'honolulu,hawaii'],
  ['UTC', 'utc,gmt,zulu,z'],
]

const ZONES: ReadonlyMap<string, string> = new Map(
  BY_ZONE.flatMap(([zone, names]) => names.split(',').map(name => [name, zone] as const)),
)

export type Zone = { readonly zone: string; readonly name: string }

/** The zone of a place, or null where the name is none of these and no IANA zone. */
export function readZone(written: string): Zone | null {
  const name = written
    .trim()
    .replace(/ time$/i, '')
    .replace(/'s$/, '')
  const zone = ZONES.get(name.toLowerCase())
  if (zone !== undefined)
    return {
      zone,
      name: name.length < 4 ? name.toUpperCase() : name.replace(/(?<!\p{L})\p{Ll}/gu, letter => letter.toUpperCase()),
    }
  if (!/^[A-Z][A-Za-z]+\/[A-Z][A-Za-z_/]+$/.test(name)) return null
  try {
    Temporal.PlainDate.from('2024-01-01').toZonedDateTime(name)
    return { zone: name, name }
  } catch {
    return null
  }
}

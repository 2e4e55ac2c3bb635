/** Places whose clocks people ask for, and the zones of the IANA database they keep. Abbreviations that several zones share are left out. */

const BY_ZONE: readonly (readonly [zone: string, names: string])[] = [
  [
    'Europe/Berlin',
    'berlin,germany,munich,hamburg,frankfurt,cologne,düsseldorf,stuttgart,leipzig,dresden,cet,cest,berlin time,central european time,german time',
  ],
  [
    'Europe/London',
    'london,uk,the uk,england,britain,edinburgh,manchester,scotland,glasgow,liverpool,birmingham,wales,bst,uk time',
  ],
  ['Europe/Paris', 'paris,france,lyon,marseille,toulouse'],
  ['Europe/Madrid', 'madrid,barcelona,spain,valencia,seville,malaga'],
  ['Europe/Rome', 'rome,milan,italy,naples,turin,venice,florence'],
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
  ['Europe/Athens', 'athens,greece,eet,eest'],
  ['Europe/Istanbul', 'istanbul,turkey,ankara'],
  ['Europe/Kyiv', 'kyiv,kiev,ukraine'],
  ['Europe/Moscow', 'moscow,msk'],
  ['Europe/Bucharest', 'bucharest,romania'],
  ['Europe/Sofia', 'sofia,bulgaria'],
  ['Europe/Belgrade', 'belgrade,serbia'],
  ['Europe/Zagreb', 'zagreb,croatia'],
  ['Europe/Luxembourg', 'luxembourg'],
  ['Atlantic/Reykjavik', 'reykjavik,iceland'],
  [
    'America/New_York',
    'new york,nyc,new york city,boston,washington dc,miami,atlanta,philadelphia,orlando,charlotte,est,edt,eastern time,eastern,us eastern',
  ],
  ['America/Toronto', 'toronto,montreal,ottawa,quebec'],
  ['America/Chicago', 'chicago,houston,dallas,austin,minneapolis,new orleans,cst,cdt,central time,us central'],
  ['America/Denver', 'denver,salt lake city,mst,mdt,mountain time,colorado'],
  ['America/Phoenix', 'phoenix,arizona'],
  [
    'America/Los_Angeles',
    'los angeles,la,san francisco,sf,seattle,san diego,california,las vegas,silicon valley,pst,pdt,pacific time,us pacific',
  ],
  ['America/Vancouver', 'vancouver'],
  ['America/Mexico_City', 'mexico city'],
  ['America/Sao_Paulo', 'sao paulo,são paulo,rio de janeiro,rio'],
  ['America/Argentina/Buenos_Aires', 'buenos aires,argentina'],
  ['America/Bogota', 'bogota,bogotá,colombia'],
  ['America/Lima', 'lima,peru'],
  ['America/Santiago', 'santiago'],
  ['Africa/Cairo', 'cairo,egypt'],
  ['Africa/Johannesburg', 'johannesburg,cape town,south africa,durban,sast'],
  ['Africa/Lagos', 'lagos,nigeria'],
  ['Africa/Nairobi', 'nairobi,kenya'],
  ['Africa/Casablanca', 'casablanca,morocco'],
  ['Africa/Accra', 'accra,ghana'],
  ['Asia/Dubai', 'dubai,abu dhabi,uae,united arab emirates'],
  ['Asia/Kolkata', 'mumbai,delhi,new delhi,bangalore,bengaluru,kolkata,india,chennai,hyderabad,pune,ist,indian time'],
  ['Asia/Karachi', 'karachi,pakistan'],
  ['Asia/Dhaka', 'dhaka,bangladesh'],
  ['Asia/Bangkok', 'bangkok,thailand'],
  ['Asia/Jakarta', 'jakarta'],
  ['Asia/Singapore', 'singapore,sgt'],
  ['Asia/Hong_Kong', 'hong kong,hongkong,hkt'],
  ['Asia/Shanghai', 'beijing,shanghai,china,shenzhen'],
  ['Asia/Taipei', 'taipei,taiwan'],
  ['Asia/Tokyo', 'tokyo,japan,osaka,kyoto,jst'],
  ['Asia/Seoul', 'seoul,korea,south korea,kst'],
  ['Asia/Kuala_Lumpur', 'kuala lumpur,malaysia'],
  ['Asia/Ho_Chi_Minh', 'hanoi,ho chi minh city,saigon,vietnam'],
  ['Asia/Kathmandu', 'kathmandu,nepal'],
  ['Asia/Colombo', 'colombo,sri lanka'],
  ['Asia/Qatar', 'doha,qatar'],
  ['Asia/Manila', 'manila,philippines,the philippines'],
  ['Asia/Jerusalem', 'tel aviv,jerusalem,israel'],
  ['Asia/Riyadh', 'riyadh,saudi arabia'],
  ['Asia/Tehran', 'tehran,iran'],
  ['Australia/Sydney', 'sydney,melbourne,canberra,aest,aedt'],
  ['Australia/Brisbane', 'brisbane,queensland'],
  ['Australia/Perth', 'perth'],
  ['Australia/Adelaide', 'adelaide'],
  ['Pacific/Auckland', 'auckland,wellington,new zealand,nzst,nzdt'],
  ['Pacific/Honolulu', 'honolulu,hawaii'],
  ['UTC', 'utc,gmt,zulu,z'],
]

const ZONES: ReadonlyMap<string, string> = new Map(
  BY_ZONE.flatMap(([zone, names]) => names.split(',').map(name => [name, zone] as const)),
)

/** Two letters swapped: `lodnon` is London. Short names have too many neighbours. */
const SWAPPED: ReadonlyMap<string, string> = new Map(
  [...ZONES.keys()]
    .filter(name => /^[a-z]{6,}$/.test(name))
    .flatMap(name =>
      Array.from(
        name.slice(2),
        (_, i) => [`${name.slice(0, i + 1)}${name[i + 2]}${name[i + 1]}${name.slice(i + 3)}`, name] as const,
      ),
    )
    .filter(([typo]) => !ZONES.has(typo)),
)

export type Zone = { readonly zone: string; readonly name: string }

/** The zone of a place, or null where the name is none of these and no IANA zone. */
export function readZone(written: string): Zone | null {
  const given = written
    .trim()
    .replace(/ time$/i, '')
    .replace(/'s$/, '')
  const name = SWAPPED.get(given.toLowerCase()) ?? given
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

/** Minutes ahead of UTC that an abbreviation names; its place may keep others at another time of the year. */
const OFFSETS: Readonly<Record<string, number>> = {
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  cet: 60,
  cest: 120,
  bst: 60,
  eet: 120,
  eest: 180,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
}
/** Whether a name fits the day on which its place has this offset: `PST` in July does not. */
export const fitsDay = (name: string, offset: number | null): boolean => {
  const named = OFFSETS[name.trim().toLowerCase()]
  return named === undefined || named === offset
}

const READ_AS: Readonly<Record<string, string>> = {
  ist: 'IST read as Indian time.',
  cst: 'CST read as US Central time.',
}
/** How an abbreviation with several meanings was read. */
export const readAs = (name: string): string | undefined => READ_AS[name.trim().toLowerCase()]

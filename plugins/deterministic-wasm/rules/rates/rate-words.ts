/** Units, fees and the words around them in requests about rates; none of these words changes what is to be worked out. */
import { isPeople, unitOf } from '../ledger/ledger-facts.ts'
import { isUnit } from '../ledger/ledger-words.ts'

const NAMES: Readonly<Record<string, string>> = {
  'square metre': 'm2',
  'square meter': 'm2',
  'sq m': 'm2',
  'sq metre': 'm2',
  'cubic metre': 'm3',
  'cubic meter': 'm3',
  'm³': 'm3',
  cbm: 'm3',
  mi: 'mile',
  gal: 'gallon',
  workday: 'day',
  'working day': 'day',
  'work day': 'day',
  wd: 'day',
  p: 'person',
  pers: 'person',
  pupil: 'person',
  worker: 'person',
  man: 'person',
  men: 'person',
  woman: 'person',
  women: 'person',
  employee: 'person',
  passenger: 'person',
  player: 'person',
  tonne: 't',
  ton: 't',
  textmessage: 'text',
  'text message': 'text',
  min: 'minute',
  metre: 'm',
  meter: 'm',
  'kilowatt hour': 'kwh',
  'kilowatt-hour': 'kwh',
  call: 'call',
  lbs: 'lb',
  pound: 'lb',
  q: 'quarter',
  quarterly: 'quarter',
  member: 'person',
  head: 'person',
  sms: 'sms',
}
const SQUARED = /^(square|cubic|sq|working|work|kilowatt|text) (\p{Ll}+?)s?$/u

/** The unit that a word names, in one form for one and many. */
export function rateUnit(written: string): string {
  const word = written.trim().toLowerCase()
  const compound = SQUARED.exec(word)
  if (compound !== null) return NAMES[`${compound[1]} ${compound[2]}`] ?? unitOf(word)
  const single = unitOf(word)
  return NAMES[word] ?? NAMES[single] ?? single
}

export const TIMES: readonly string[] = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']
const MEASURES = new Set('kg g l ml cl km m m2 m3 lb mile gallon kwh mwh gb mb cm t oz mm'.split(' '))
export const isPeriod = (unit: string): boolean => /^(?:day|week|month|quarter|year)$/u.test(unit)
/** A unit that needs no second mention to be one. */
export const isOwnUnit = (unit: string): boolean =>
  TIMES.includes(unit) || unit === 'night' || MEASURES.has(unit) || isPeople(unit)
export const isRateUnit = (word: string): boolean => {
  const unit = rateUnit(word)
  return isOwnUnit(unit) || (isUnit(word) && isUnit(unit) && !NO_UNIT.has(unit))
}
const NO_UNIT = new Set(
  'x of and or in at for with the a an to is are was i we it he she they euro cent cost total price pay sum what how much more less extra left already free each every per one bit few lot'.split(
    ' ',
  ),
)

const FEES =
  'connection|activation|set-?up|call-?out|call-?out charge|cleaning|final cleaning|end cleaning|parking|tolls?|delivery|shipping|postage|registration|exam|service|booking|joining|admin|starting|start|unlock|standing|base|basic|fixed|flag-?fall|parts|materials?|travel|band|gate|binding|cake|installation|one-?off|one-?time|handling|insurance|taxi|cab|bus fare|train|lunch|meals?|tip|tips|postage|city tax|tourist tax|admission|down payment|downpayment|entry|entrance|deposit-free|fare|vignette|ferry|drinks|decoration|paper|phone|router|handset|sim card|sim'
/** A flat amount that stands beside what is counted. */
export const FEE = `(?:(?:an? |the |my |our |his |her )?(?:(?:one-?off|one-?time|flat|fixed|monthly|single|final|initial) )?(?:${FEES})(?: (?:fees?|charges?|costs?|price|fare|rate|payment|ticket|money|flat|tax))?|(?:an? |the )?(?:(?:one-?off|one-?time|flat|fixed|single) )?(?:fee|charge|surcharge))`

/** Words of a request that say nothing to be counted, beside the common ones and the goods. */
const ASKING =
  'pay paid pays payment payments get gets got earn earns earned make made bill billed invoice invoiced charge charged charges total totals sum together altogether overall in-total cost costs costing price prices priced rate rates spend spent amount amounts quote money owe due budget grand final whole entire full all receive'
const WORKING =
  'wage wages salary gross basic base fee standing electric work works worked working job labour labor shift freelance freelancer freelancing consultant consulting client customer boss employer company expenses expense mileage claim reimburse reimburses reimbursed babysitting babysit tutoring tutor mowing mow lawn cleaning cleaner comes came gardener gardening painting painter plumber electrician mechanic fitter handyman lady waitress waiter student commission packed delivered typed translated written wrote taught sponsor sponsors'
const USING =
  'electricity power energy water sewage gas heating internet phone mobile plan contract tariff prepaid consumption consumed consumes use uses used usage using needs need needed charging solar panels feed-in fed wash washing laundry load loads meter standing working kwh call calls hotline talked'
const GOING =
  'drive drove driving driven rode ride rides riding trip trips travel travelled travels commute way motorway car taxi uber bike scooter boat kayak train ferry flight flights bus hotel hostel campsite camping apartment flat holiday vacation cottage cabin room rooms stay stays stayed staying book booked rent rented renting hire hired rental hall parking parked park ticket tickets entry museum zoo pool wedding party class school band guests band'
const BUYING =
  'buy bought order ordered take takes want would like go went drink drinks drank eat eats smoke smokes print printing printed copies copy fence fencing carpet tiles paint wallpaper gravel sand wood firewood pellets soil mulch oil flour seed seeds fertilizer feed dog cat postage club lesson lessons course piano driving subscription allowance pocket membership advert ad ads clicks unit units piece pieces kindergarten daycare nursery meal meals breakfast lunches dinners expenses invitations flyers posters photos photo stickers cards card books page pages words minutes text texts songs videos games rides visits sessions session treatment massage hair cut bread rolls bun buns cupcakes muffins bracelets scarves jars jar crate crates pallet pallets bricks stones plants trees'
const CASH =
  'till count counting counted drawer cash register cashbox coins coin notes note banknotes piggy bank jar purse wallet float money box'
const SMALL =
  "as well also too and on for in of at from to per-unit now exactly come comes came out if when during i'll we'll he'll i'm im ok hey calculate compute work tell find give let question help quickly altogether usd eur gbp chf euros euro dollars dollar pounds with then so plus tax-free regular normal must be are is costs: our usually always new currently there's both please only"

const words = new Set(`${ASKING} ${WORKING} ${USING} ${GOING} ${BUYING} ${CASH} ${SMALL}`.split(/\s+/u))
export const isPlainWord = (word: string): boolean => words.has(word)

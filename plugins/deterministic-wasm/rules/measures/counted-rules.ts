/**
 * So many of one size: `40 lengths of a 25 m pool`, `48 boxes, each 2.75 kg`, `1.8 km at 75 cm a step`. What one of them measures must
 * be said beside it, and the count must be of that very thing.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { inUnits } from './in-units.ts'
import { measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking, NUMBERED } from './told-words.ts'
import type { Named } from './unit-names.ts'

const WORDS =
  'panel panels solar watts took being was were climbed climb each every apiece per piece total totals altogether together overall in all how long far much many high tall thick heavy height length weight thickness distance stack pile row line box boxes bag bags bottle bottles can cans jar jars book books plank planks board boards tile tiles pallet crate crates carton cartons step steps stride strides pace paces lap laps length lengths round rounds turn turns rotation rotations revolution revolutions times loop loops track circuit course pool lake park block field wheel bike circumference swim swam swimming swum ran run running walk walked walking did do done cycle cycled drive drove cover covers covered go goes went gone make makes made makes that which are is was a an the of at with on around round and it has have had contains contain holds hold weighs weigh measures measure long thick wide high tall sheets sheet pages page paper cards card coins coin bricks brick stairs stair storeys floors floor cans glasses glass cups cup spoons pills tablets sticks stick doses dose portions portion servings serving seeds my his her our if when i we you he she they what whats this take takes taken need needs needed bag equals equal'
const TOTALS =
  /(?<!\p{L})(?:total|altogether|in all|all together|overall|how far|distance|how (?:long|high|tall|thick|heavy)|height|length|weight|thickness|how much)(?!\p{L})/u
/** Nothing but the count and the size: `25 laps of 400 m`. */
const FRAGMENT =
  /^N (?:laps?|lengths?|steps|rounds|strides|paces) (?:of|in|at|around|round) (?:an? |the )?L(?: (?:pool|track|each|course|loop|circuit))?[ ?.!]*$/u
/** Things that are gone round or through: `30 laps of a 400 m track`. */
const ROUNDS =
  /^ (?:laps?|lengths?|rounds?|times|loops?|circuits?) (?:of|in|around|round|on|along|up|through|over|across)? ?(?:an?|the|my|our) (?:[\p{L}-]+ )?$/u
const PLACES =
  /^ ?(?:long )?(?:[\p{L}-]+ )?(?:pool|track|course|circuit|loop|lap|field|block|lake|park|path|trail|route|hill|corridor|street|road|pitch|stadium|garden|beach)(?!\p{L})/u
const EACH_BEFORE =
  /(?:^|[ ,(-])(?:each|every|per|one|1) ?(?:of (?:them|these|which) )?(?:[\p{L}-]+ )?(?:is |of |has |weighs |measures |holds |= ?|are |at |contains )*(?:about )?$/u
const EACH_AFTER =
  /^ ?(?:long |thick |high |tall |wide |deep |heavy )?,? ?(?:each|apiece|a piece|per piece|per (?<per>[\p{L}-]+)|an? (?<one>[\p{L}-]+))(?!\p{L})/u

/** What one of the things measures, and how many there are. */
type Counted = { readonly count: Measure; readonly one: Measure; readonly noun: string }

const stem = (word: string): string =>
  word.replace(/(?:ches|shes|xes|sses)$/u, end => end.slice(0, -2)).replace(/s$/u, '')

/** `12.5 laps`: of these there are parts. */
const isCount = ({ digits, after }: Measure): boolean =>
  /^\d+$/.test(digits) ||
  (/^\d+\.\d{1,2}$/.test(digits) && /^ (?:laps|times|rounds|lengths|turns)(?!\p{L})/u.test(after))

function readCounted({ shape, measures }: Told): Counted | null {
  const all = measures.filter(({ letter }) => letter === 'N')
  // `One step is 70 cm`: it counts nothing.
  const counts =
    all.length === 2 ? all.filter(({ digits, after }) => digits !== '1' || !/^ \p{L}{3,}/u.test(after)) : all
  const sized = measures.filter(({ letter }) => /^[LMVTADQW]$/.test(letter))
  const [count] = counts
  const [one] = sized
  if (count === undefined || one === undefined || counts.length !== 1 || sized.length !== 1) return null
  if (measures.length !== all.length + 1 || one.unit === null || one.sign !== null || !isCount(count)) return null
  const noun = /^ (?:[\p{L}-]+ )??(\p{L}{3,14}s|people|feet)(?!\p{L})/u.exec(count.after)?.[1] ?? ''
  const isRounds = ROUNDS.test(count.after) && count.at < one.at && PLACES.test(one.after)
  if (isRounds) return one.letter === 'L' && one.per === null ? { count, one, noun } : null
  const isTimes = /^ times(?!\p{L})/u.test(count.after) && PLACES.test(one.after) && one.at < count.at
  if (isTimes) return one.letter === 'L' && one.per === null ? { count, one, noun: '' } : null
  if (noun === '') return null
  const named = (word: string | undefined): boolean => word !== undefined && stem(word) === stem(noun)
  // `5000 steps at 75 cm each`, `75 cm a step`, `12 bottles of 750 ml`.
  const after = EACH_AFTER.exec(one.after)
  const isAfter =
    after !== null &&
    ((after.groups?.per === undefined && after.groups?.one === undefined) ||
      named(after.groups?.per ?? after.groups?.one))
  const isBefore = one.at > count.at && EACH_BEFORE.test(one.before)
  const isOf =
    one.at > count.at &&
    new RegExp(
      `^ (?:[\\p{L}-]+ )?${noun} (?:of \\p{L}{3,12} )?(?:of|at|à|with|a) (?:an? ${stem(noun)} (?:length |size |weight )?of )?$`,
      'u',
    ).test(one.before)
  const isSaid = new RegExp(
    `(?<!\\p{L})(?:an?|N|one|each|every|my|the) (?:[\\p{L}-]+ )?${stem(noun)}(?: (?:length|size|weight|height|thickness))? (?:is|of|=|has|weighs|measures|holds|covers|takes|being) $`,
    'u',
  ).test(shape.slice(0, one.at))
  // `a stack of 15 planks 22 mm thick`.
  const isStack =
    one.letter === 'L' &&
    /(?<!\p{L})(?:stack|pile)(?: \p{L}+)? of (?:\p{L}+ )?$/u.test(count.before) &&
    new RegExp(`^ (?:[\\p{L}-]+ )?${noun}(?:,| that are| which are| are)? $`, 'u').test(one.before) &&
    /^ (?:thick|high|tall)(?!\p{L})/u.test(one.after)
  return one.per === null && (isAfter || isBefore || isOf || isSaid || isStack) ? { count, one, noun } : null
}

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (
    told === null ||
    told.measures.length < 2 ||
    told.measures.length > 3 ||
    asksYesNo(clause) ||
    !isAsking(clause, told.shape)
  )
    return null
  const counted = readCounted(told)
  if (counted === null || asksTwice(told.shape)) return null
  const { count, one } = counted
  const targets = findTargets(told.shape, told.isImperial)
  if (targets.some(({ unit }) => unit.letter !== one.letter) || targets.length > 2) return null
  if (targets.length === 0 && !TOTALS.test(told.shape) && !FRAGMENT.test(told.shape)) return null
  // A weight is no volume, and no length.
  if (one.letter !== 'M' && /(?<!\p{L})(?:weights?|weigh|heavy|mass)(?!\p{L})/u.test(told.shape)) return null
  const words = targets.reduceRight((text, { at: from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, told.shape)
  // What is asked of one of them, or besides them, is no total.
  if (
    /(?<!\p{L})(?:price|cost|how many|left|remain|remaining|fit|fits|each way|a day|per day|daily|every day|per week|a week|how long does|how wide|how deep)(?!\p{L})/u.test(
      words.replace(/how many +(?=$|[ ,?.])/u, ' '),
    )
  ) {
    if (!(targets.length > 0 && /how many $/u.test(told.shape.slice(0, targets[0]!.at)))) return null
    if (/(?<!\p{L})(?:price|cost|left|remain|fit|a day|per day|daily|week)(?!\p{L})/u.test(words)) return null
  }
  if (!inWords(words, `${WORDS} ${counted.noun}`, 2)) return null
  const units: readonly Named[] = targets.length === 0 ? [one.unit!] : targets.map(({ unit }) => unit)
  const [first, second] = units
  const how = `${count.shown} × ${one.shown}`
  if (second !== undefined)
    return inUnits(`${count.digits} * ${one.digits}`, one.unit!, [first!, second], how, readingsOf(told))
  return measured({
    expression: `${count.digits} * ${one.digits} * ${writeFactor(divide(one.unit!.size, first!.size))}`,
    label: first!.label,
    how,
    readings: [...readingsOf(told), first!.reading],
  })
}

export const countedRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-counted',
    reason: 'Multiplies what one thing measures by how many of it there are: laps, steps, boxes, pages.',
    order: 144.5,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        'Swimming 40 lengths of a 25 m pool, how many km?',
        'I did 30 laps of a 400 m track. Distance in km and miles?',
        'a pallet has 48 boxes, each 2.75 kg, total weight?',
        '5000 steps at 75 cm each how far is that in km',
        'stack of 12 books, each 2.8 cm thick, height?',
        'One step is 70 cm. I took 9,400 steps, how many km is that?',
        '24 bottles of 330 ml, how many litres altogether',
      ],
      no: [
        'box of 24 cans of 330 ml, total weight of water',
        'I swam 40 lengths of a 25 m pool, how many calories?',
        '48 boxes, each 2.75 kg, how many fit in a van?',
        'a stack of 12 books, each 2.8 cm thick, how wide is it?',
        'I ran 30 laps around the park, 5 km from home, how far?',
        '12 bottles of 750 ml cost how much?',
        'I need 10 planks, the room is 3 m long, total?',
        '5 people share 2 litres each day, how much?',
        '4 walls of 10 m² each, how much area in total minus the door?',
        '3 of 12 boxes, each 2.75 kg, are missing, total weight?',
      ],
    },
    read: readsColon(read),
  }),
]

/**
 * Division into whole parts: the quotient and what is left over, how many full groups, how many boxes or buses are needed. What is asked is
 * said first; where a word says that the groups differ, nothing is said.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, task, withHow } from '../rule.ts'

const NOUN =
  "(?:[\\p{L}][\\p{L}'-]{2,15} )?(?!(?:plus|minus|times|less|besides|always|perhaps|this|does|was|is|has|as|unless|yes)(?!\\p{L}))(?:people|children|men|women|fish|sheep|fruit|[\\p{L}][\\p{L}'-]{1,15}s)(?!\\p{L})"
const LEFT =
  "(?:(?:what|how (?:much|many))(?:'s| is| are|s)?(?: the)? (?:left|left over|leftover|remaining|remainder|rest|remain|remains|over)(?: (?:left|over))?|(?:with |and )?(?:the |a )?(?:remainder|rest|leftover|leftovers)|leftover|left over|remaining)"
const PACKS =
  'box|boxes|bag|bags|packs?|packets?|cartons?|crates?|trays?|bus|buses|busses|minibus|minibuses|vans?|cars?|taxis?|boats?|tables?|rows?|teams?|groups?|shelf|shelves|pages?|tents?|rooms?|tins?|jars?|bottles?|baskets?|pallets?|containers?|albums?|lifts?|trips?|rides?|cases?|envelopes?|batches|batch|coaches|coach|trucks?|wagons?|minivans?|cabins?|benches|bench|sets?'
const MAY_HOLD =
  '(?:hold|holds|fit|fits|fit in|seat|seats|take|takes|carry|carries|has|have|contain|contains|come in|come with|comes with|with|of)'

const PARTS = { NOUN, LEFT, PACKS, MAY_HOLD } as const

const PHRASES: readonly Phrase[] = [
  // Quotient and remainder.
  phrase(
    '(?:divide )?{n:count} ?(?:/|÷|:|divided by|over|by) ?{m:count},? (?:with|and|incl\\.?|including|give|show)?(?: me)?(?: the| a)? ?(?:quotient (?:and|&) remainder|(?:the )?remainder(?: too| as well)?|whole number (?:and|with|plus) (?:the )?remainder|rest)',
    slots => divided(slots),
    PARTS,
  ),
  phrase(
    '(?:quotient and remainder|remainder and quotient) (?:of|when|for|if) {n:count} (?:(?:is )?divided by|/|÷|by|and) {m:count}',
    slots => divided(slots),
    PARTS,
  ),
  phrase(
    "how (?:many times|often) (?:does|do|will|would|can) {m:count} (?:go into|fit into|fit in|go in|fits? into) {n:count},?(?: and(?: then)?,?)? (?:what(?:'s| is|s)|how much is)(?: the)? (?:left|left over|leftover|remaining|remainder|rest|over)",
    slots => divided(slots),
    PARTS,
  ),
  phrase(
    '{m:count} into {n:count},? (?:with|and)? ?(?:the |a |what )?(?:remainder|rest|remains)',
    slots => divided(slots),
    PARTS,
  ),
  // Things shared out: how many each, and how many are left.
  phrase(
    '(?:if )?(?:i|we|they|you|she|he|there are|a teacher|mum|mom)? ?(?:have|has|had|share|shares|give out|hand out|want to share|split)? ?{n:count} (?<thing>[NOUN])(?:,| and| among| between| shared (?:among|between|by)| divided (?:among|between|by)| split (?:among|between|by)| for| to share (?:among|between))+ {m:count} (?<who>[NOUN])[,.;?]? (?:so |then )?how many (?:(?:[NOUN] )?(?:for |does |do |will |would |can )?(?:each|each one|each of them|each (?:child|kid|person|student|pupil|friend|get|gets)|everyone|every (?:child|kid|person|one)|one)(?: (?:child|kid|person|one|of them))?(?: gets?| have| receive)?)(?:,? and (?:how many (?:are |will be |remain )?(?:left|left over|over|leftover|remain|remaining)|[LEFT]))?',
    slots => shared(slots),
    PARTS,
  ),
  // So many in a pack: how many packs are needed, how many are full.
  phrase(
    '(?:so )?how many (?<pack>[PACKS]) (?:of|with|for|that hold|holding) {m:count}(?: [NOUN])? (?:do|would|will|must|should|can) (?:i|we|you|they|one) (?<need>need|have to buy|require|fill|get|make|pack|buy|have to order|order)(?: (?:for|to (?:pack|hold|seat|transport|fit|carry|store|get)|with|from|out of|if (?:i|we) have))+ {n:count}(?: (?<thing>[NOUN]))?',
    slots => packed(slots),
    PARTS,
  ),
  phrase(
    '(?:so )?how many (?<pack>[PACKS]) (?:do|would|will|must) (?:i|we|you|they|one) (?<need>need|require|fill|have to (?:book|buy|order))(?: (?:for|to (?:pack|hold|seat|transport|fit|carry|store)|with))+ {n:count} (?<thing>[NOUN])[,;]? (?:if|when|with)(?: each| one| 1| an?| every| the)?(?: [PACKS])? (?:can )?(?:[MAY_HOLD]) {m:count}(?: [NOUN])?(?: each)?',
    slots => packed(slots),
    PARTS,
  ),
  phrase(
    '(?:there are |we are |we have |i have |for )?{n:count} (?<thing>[NOUN])[,.;:]+ (?:and )?(?:each |an? |one |1 |every |the )?(?:[PACKS]) (?:can )?(?:[MAY_HOLD]) {m:count}(?: (?:of them|seats|people|places|[NOUN]))?(?: each)?[,.;:?]+ (?:so |then )?how many (?<full>full |whole |complete )?(?<pack>[PACKS])(?: (?:do|will|would|are|is|can|must) ?(?:i|we|they|you|that|it)?(?: (?<need>need|needed|fill|have to (?:book|buy|order)|require|required|get|make))?)?',
    slots => packed(slots),
    PARTS,
  ),
  phrase(
    '{m:count} (?<thing>[NOUN]) (?:per|in an?|in each|in every|to an?|fit in an?|go in an?|an?|make an?) (?:[PACKS])[,.;:]+ (?:and )?(?:i have |we have |there are |for )?{n:count}(?: [NOUN])?(?: in total| altogether)?[,.;:?]* (?:so |then )?how many (?<full>full |whole |complete )?(?<pack>[PACKS])(?: (?:do|will|would|are|is|can|must) ?(?:i|we|they|you|that|it)?(?: (?<need>need|needed|fill|buy|have to (?:book|buy|order)|require|required|get|make))?)?',
    slots => packed(slots),
    PARTS,
  ),
  phrase(
    '(?:if )?(?:each |an? |one |1 |every |the )?(?:[PACKS]) (?:can )?(?:[MAY_HOLD]) {m:count}(?: (?<thing>[NOUN]))?[,.;?]+ (?:so |then )?how many (?<full>full |whole |complete )?(?<pack>[PACKS])(?: (?:do|will|would|are|is|can|must) ?(?:i|we|they|you|that|it)?(?: (?<need>need|needed|fill|have to (?:book|buy|order)|require|required|get|make))?)? (?:for|from|with|out of|to (?:pack|hold|seat|carry|transport)) {n:count}(?: [NOUN])?',
    slots => packed(slots),
    PARTS,
  ),
]

export const divisionRules: readonly PlannerRule[] = [
  defineRule({
    id: 'whole-division',
    reason: 'Divides whole numbers into a quotient and what is left over, and counts the packs that are needed.',
    order: 341,
    pairs: 'joined',
    hint: /remainder|quotient|left|rest|remain|how many/i,
    examples: {
      yes: [
        '100 cookies, 7 kids, how many each',
        '100 / 7 with remainder',
        '100 divided by 7, quotient and remainder',
        'how many times does 7 go into 100 and what is left over',
        '100 cookies, 7 kids, how many each and how many left over',
        '45 students, buses with 20 seats, how many buses',
        '200 sweets shared between 12 kids: how many each and how many left over?',
        'how many boxes of 12 do I need for 100 bottles',
        '12 eggs per carton, 100 eggs, how many full cartons',
        'How many buses do we need for 130 people if one bus holds 45?',
      ],
      no: [
        'how many boxes of 12 do I need for 100 bottles twice',
        'How many buses do we need for 130 people if one bus holds 45 and why?',
        'how many boxes of chocolates do I need for 100 guests',
        'how many boxes of 12 did I buy',
        '45 students, 2 buses with 20 seats: how many buses',
        '45 students, buses with 20 seats: how many seats are empty',
        '12 eggs per carton, 100 eggs, how many omelettes',
        'how many times does 7 appear in 1707 and what is left',
        'how many boxes of 12 do I need for 100 bottles if 10 break',
      ],
    },
    read: clause => readPhrases(clause, PHRASES),
  }),
]

/** The quotient and the rest, as tasks of their own. */
function parts(n: string, m: string): Answer['tasks'] {
  const rounded = { decimals: 0, rounding: 'half_up' } as const
  return [
    task('quotient', `Divide ${n} by ${m}`, 'math.evaluate', { expression: `floor(${n} / ${m})`, ...rounded }),
    task('rest', `What is left of ${n}`, 'math.evaluate', { expression: `${n} mod ${m}`, ...rounded }),
    task(
      'all',
      'Put both together',
      'agg.merge',
      { objects: [{ quotient: { $from: 'quotient', pointer: '/exact' }, rest: { $from: 'rest', pointer: '/exact' } }] },
      ['quotient', 'rest'],
    ),
  ]
}

const WHO =
  /(?<!\p{L})(?:people|persons|friends|kids|children|students|pupils|guests|teams|groups|players|boys|girls|families|classes|brothers|sisters|siblings|colleagues|cousins|neighbours|neighbors|adults|men|women|workers|dogs|cats)$/iu
const isFit = (n: string, m: string): boolean => Number(m) > 0 && Number(n) > 0

function divided(slots: Slots): Answer | null {
  const [n, m] = [slots.text('n'), slots.text('m')]
  if (!isFit(n, m)) return null
  return {
    tasks: parts(n, m),
    answer: 'all',
    reply: withHow('{{quotient}}, remainder {{rest}}', { quotient: at('/quotient'), rest: at('/rest') }, `${n} ÷ ${m}`),
  }
}

function shared(slots: Slots): Answer | null {
  // `5 friends, 24 slices`: people are those who get something.
  const isTurned = WHO.test(slots.text('thing')) && !WHO.test(slots.text('who'))
  const [n, m] = isTurned ? [slots.text('m'), slots.text('n')] : [slots.text('n'), slots.text('m')]
  if (!isFit(n, m) || Number(m) < 2 || Number(n) < Number(m)) return null
  if (WHO.test(slots.text('thing')) && WHO.test(slots.text('who'))) return null
  return {
    tasks: parts(n, m),
    answer: 'all',
    reply: withHow(
      '{{quotient}} each, {{rest}} left over',
      { quotient: at('/quotient'), rest: at('/rest') },
      `${n} ÷ ${m}`,
    ),
  }
}

const DIFFER =
  /(?<!\p{L})(?:more|less|fewer|empty|already|other|different|broken|extra|free|spare|another|each)(?!\p{L})/iu

/** Full ones are rounded down, what is needed is rounded up. */
function packed(slots: Slots): Answer | null {
  const [n, m] = [slots.text('n'), slots.text('m')]
  if (!isFit(n, m) || Number(m) < 2 || DIFFER.test(slots.text('thing'))) return null
  const isFull = slots.has('full') || /^(?:fill|make)/i.test(slots.text('need'))
  const pack = slots.text('pack').toLowerCase()
  const expression = `${isFull ? 'floor' : 'ceil'}(${n} / ${m})`
  const only = task('packs', `Divide ${n} by ${m}`, 'math.evaluate', { expression, decimals: 0, rounding: 'half_up' })
  const isEven = Number(n) % Number(m) === 0
  return {
    tasks: [only],
    answer: 'packs',
    reply: withHow(
      `{{value}} ${isFull ? 'full ' : ''}${pack}`,
      { value: at('/exact') },
      `${n} ÷ ${m}${isEven ? '' : isFull ? ', rounded down' : ', rounded up'}`,
    ),
  }
}

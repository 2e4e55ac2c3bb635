/**
 * Ages that follow from ages: who is five years older, how old two are together, how old somebody was when another was born, the year
 * of birth of who is 37, the age in ten years. Names may be any; more than two people, or another question, and nothing is answered.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { todayOf } from './read-date.ts'

const NO_NAME =
  '(?!(?:and|how|what|when|who|if|in|the year|old|age|born|is|are|was|were|will|than|as|years?|today|now|this|that|it|together|which|there|they|we|you|year|some|every|each|all|his age|her age|average|only|just)(?!\\p{L}))'
const P = `(?:i|(?:my|our|his|her|the) (?:\\p{L}{2,12} )?${NO_NAME}\\p{L}{2,14}|${NO_NAME}\\p{L}{2,14})`
const who = (name: string): string => `(?<${name}>${P})`
const n = (name: string): string => `(?<${name}>\\d{1,3})`
const y = (name: string): string => `(?<${name}>\\d{4})`
const OLD = '(?: years?(?: old)?| yrs?(?: old)?| yo)?(?: now| today| this year| currently)?'
const is = (source: string): RegExp => new RegExp(`^${source}$`, 'u')

/** Small letters, no marks, `is` for each of its forms, numbers as they are. */
function plainOf(worded: string): string {
  return worded
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/(?<!\p{L})(?:i'm|i am|im)(?!\p{L})/gu, 'i is')
    .replace(/(?<=\p{L})'s(?= \d| twice| half| exactly)/gu, ' is')
    .replace(/(?<=what|who)'?s(?= )|'s(?= age)/gu, ' is')
    .replace(/(?<!\p{L})(?:am|are|'re|'m)(?!\p{L})/gu, 'is')
    .replace(/(?<!\p{L})were(?!\p{L})/gu, 'was')
    .replace(/(?<!\p{L})(?:exactly|years of age)(?!\p{L})/gu, found => (found === 'exactly' ? '' : 'years old'))
    .replace(/(?<=\p{L})-(?=\p{L})/gu, ' ')
    .replace(/[.,;:!?–—()-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^(?:if|so|well) /u, '')
    .trim()
}

const MORE = `(?:${n('more')} years? (?<way>older|younger)|(?<twice>twice|double|half|${'\\d{1,2}'} times)(?: as old| (?:his|her|my|their|the) age| ${P} age)?(?: as old)?)`
const THAN = `(?: (?:than|as) (?<than>${P}|him|her|me|them))?`
const ASKED = `(?:and |then |so )*(?:how old is (?<asked>${P}|they)(?: then| now| today)?(?<both> together| both| altogether| in total| combined)?|what is (?<asked2>${P}|his|her|my|their)(?: is)? age|(?:what is )?(?<sum>the sum of their ages|their total age|their ages together|their combined age))`
const RELATED: readonly RegExp[] = [
  is(`${who('a')} is ${n('age')}${OLD} (?:and |while |but |so )?${who('b')} is ${MORE}${THAN} ${ASKED}`),
  is(
    `${who('b')} is ${MORE} (?:than|as) (?<than>${P}) (?:and |who |if )?(?:${who('a')}|he|she) is ${n('age')}${OLD} ${ASKED}`,
  ),
]
const one = (name: string): string => name.replace(/^(?:my|our|his|her|the) /u, '')

function related(text: string): Answer | null {
  const groups = RELATED.map(form => form.exec(text)?.groups).find(found => found !== undefined)
  if (groups === undefined) return null
  const { a = groups.than ?? '', b = '', age = '', more, way, twice, than, asked = groups.asked2, both, sum } = groups
  if (one(a) === one(b)) return null
  // What it is compared with must be the other one.
  if (than !== undefined && !/^(?:him|her|them)$/u.test(than) && one(than) !== one(a) && !(than === 'me' && a === 'i'))
    return null
  if (than !== undefined && /^(?:him|her|them)$/u.test(than) && a === 'i') return null
  const isSum = sum !== undefined || (both !== undefined && /^they$/u.test(asked ?? ''))
  if (!isSum && (both !== undefined || asked === undefined)) return null
  if (!isSum && !/^(?:he|she|his|her|it|my|their)$/u.test(asked ?? '') && one(asked ?? '') !== one(b)) return null
  const times = twice === undefined ? null : /^half/u.test(twice) ? '/ 2' : `* ${/^\d+/u.exec(twice)?.[0] ?? '2'}`
  const other = times === null ? `${age} ${way === 'older' ? '+' : '-'} ${more}` : `${age} ${times}`
  const value =
    times === null ? Number(age) + (way === 'older' ? 1 : -1) * Number(more) : times === '/ 2' ? Number(age) / 2 : 1
  if (value <= 0 || !Number.isInteger(value)) return null
  return evaluated({
    expression: isSum ? `${age} + (${other})` : other,
    how: isSum ? `${age} + (${other})`.replace('*', '×').replace('/', '÷') : other.replace('*', '×').replace('/', '÷'),
  })
}

const TWO = `${who('a')} is ${n('one')}${OLD} (?:and |while |but )?${who('b')} is ${n('two')}${OLD} (?:and )?`
const AT_BIRTH = is(`${TWO}how old was (?<elder>${P}) when (?<younger>${P}|they) was born`)
const APART = is(
  `${TWO}(?:what is (?:the|our|their) age (?:difference|gap)|how many years (?:apart|between us|between them)(?: is (?:we|they))?|how (?:much|many years) (?:older|younger) is (?:${P}) than (?:${P}|me|him|her)|how many years (?:older|younger) is (?:${P}) than (?:${P}|me|him|her)|what is the difference in age)`,
)
const WHEN = is(`${TWO}how old will (?<asked>${P}) be when (?<at>${P}) is ${n('then')}${OLD}`)

function two(text: string): Answer | null {
  const birth = AT_BIRTH.exec(text)?.groups
  if (birth !== undefined) {
    const { a = '', b = '', elder = '', younger = '' } = birth
    const [first, second] = [Number(birth.one), Number(birth.two)]
    const isFirst = one(elder) === one(a)
    const isSecond = one(elder) === one(b)
    const other = isFirst ? b : a
    if (isFirst === isSecond || !(one(younger) === one(other) || /^(?:he|she|they)$/u.test(younger))) return null
    const [old, young] = isFirst ? [first, second] : [second, first]
    if (old <= young) return null
    const answer = evaluated({ expression: `${old} - ${young}`, how: `${old} - ${young}` })
    return answer === null ? null : { ...answer, reading: 'By full years; the birthdays may make it one less or more.' }
  }
  const apart = APART.exec(text)?.groups
  if (apart !== undefined) {
    const [high, low] = [Number(apart.one), Number(apart.two)].toSorted((p, q) => q - p)
    if (/younger is|older is/u.test(text) && !isTrue(text, apart)) return null
    return evaluated({ expression: `${high} - ${low}`, unit: ' years', how: `${high} - ${low}` })
  }
  const when = WHEN.exec(text)?.groups
  if (when === undefined) return null
  const { a = '', b = '', asked = '', at = '' } = when
  const isFirst = one(at) === one(a)
  if (isFirst === (one(at) === one(b))) return null
  const other = isFirst ? b : a
  if (!(one(asked) === one(other) || /^(?:he|she)$/u.test(asked))) return null
  const [own, their] = isFirst ? [Number(when.two), Number(when.one)] : [Number(when.one), Number(when.two)]
  if (Number(when.then) <= their || own + Number(when.then) - their > 130) return null
  return evaluated({ expression: `${own} + (${when.then} - ${their})`, how: `${own} + (${when.then} - ${their})` })
}

/** `how much older is Tom than Ann`: only where Tom is the older one. */
function isTrue(text: string, { a = '', b = '', one: first, two: second }: Readonly<Record<string, string>>): boolean {
  const found = /(?<way>older|younger) is (?<x>.+?) than (?<y>.+)$/u.exec(text)?.groups
  if (found === undefined) return true
  const x = one(found.x ?? '')
  const isA = x === one(a)
  if (isA === (x === one(b))) return false
  return Number(first) > Number(second) === (isA === (found.way === 'older'))
}

const SELF = `(?:i|he|she|${P})`
const BIRTH_YEAR = is(
  `(?<who>${P}) is ${n('age')}${OLD} (?:and |so )?(?:in )?(?:what|which|when) (?:year )?(?:was|is) (?<who2>${SELF}) born(?: in)?|in (?:what|which) year was (?<who3>${SELF}) born if (?<who4>${P}) is ${n('age2')}${OLD}|(?:what|which) year was (?<who5>${SELF}) born(?: in)? if (?<who6>${P}) is ${n('age3')}${OLD}`,
)
const IN_YEAR = is(
  `(?<who>${P}) (?<verb>is|was|turned|will be|turns) ${n('age')}${OLD} in ${y('year')} (?:and |so )?(?:how old|what age) (?:is|will|was|would) (?<who2>${SELF})(?: be)?(?: (?:in )?(?:${y('then')}|(?<now>now|today|this year)))?`,
)
const TURNED = is(
  `(?<who>${P}) (?:turned|turns|will turn) ${n('age')}${OLD} in ${y('year')} (?:and |so )?(?:in )?(?:what|which|when)(?: year)? was (?<who2>${SELF}) born`,
)
const IN_YEARS = is(
  `(?<who>${P}) is ${n('age')}${OLD} (?:and |so )?(?:how old|what age) (?:will (?<who2>${SELF}) be (?:in ${n('on')} years?|${n('on2')} years from now)|was (?<who3>${SELF}) ${n('back')} years? ago)|how old will (?<who4>${SELF}) be in ${n('on4')} years?(?: time)? if (?<who5>${P}) is ${n('age4')}${OLD}`,
)

const TURNS = is(
  `(?:in )?(?:what|which) year (?:will|would|does|do|did|was) (?<who>${P}) (?:who was |who is |was |is )?born (?:in )?${y('birth')} (?:turn|be|become|get|reach|turning) ${n('age')}${OLD}|(?:(?<who2>${P}) (?:was |is )?)?born (?:in )?${y('birth2')} (?:and )?(?:when|(?:in )?(?:what|which) year) (?:will|would|do|does|did) (?<who3>${P}) (?:turn|be|become|get|reach) ${n('age2')}${OLD}`,
)
const LIFE = is(
  `(?:(?<who>${P}(?: \\p{L}{2,14})?) (?:was |is )?)?born (?:in )?${y('birth')} (?:and )?(?:he |she |who )?(?:died|passed away|dead) (?:in )?${y('death')} (?:and |so )?(?:how old (?:was|did|is) (?<who2>${P})(?: get| become| then| when (?:he|she|they|it) (?:died|passed away))?|at what age did (?:he|she|they) die|how long did (?:he|she|they) live|what age(?: was (?:he|she))?|age at death)`,
)
/** Who was born is who turns so old; without a name only `I` and the like are. */
const isSelf = (groups: Readonly<Record<string, string | undefined>> | undefined): boolean =>
  groups?.who3 === undefined ||
  (groups.who2 === undefined
    ? /^(?:i|he|she|they|someone|somebody)$/u.test(groups.who3)
    : isOne(groups.who2, groups.who3))

const isOne = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  (one(a) === one(b) || (a !== 'i' && /^(?:he|she)$/u.test(b)) || (b !== 'i' && /^(?:he|she)$/u.test(a)))

function alone(text: string, input: PlannerInput): Answer | null {
  const { year } = todayOf(input)
  const birth = BIRTH_YEAR.exec(text)?.groups
  if (birth !== undefined) {
    const [a, b] = [birth.who ?? birth.who4 ?? birth.who6, birth.who2 ?? birth.who3 ?? birth.who5]
    const age = Number(birth.age ?? birth.age2 ?? birth.age3)
    if (!isOne(a, b) || age > 125) return null
    return evaluated({
      expression: `${year} - ${age}`,
      unit: `, or ${year - age - 1} where this year's birthday is still to come`,
      how: `${year} - ${age}`,
    })
  }
  const turned = TURNED.exec(text)?.groups
  if (turned !== undefined)
    return isOne(turned.who, turned.who2) && Number(turned.age) <= 125
      ? evaluated({ expression: `${turned.year} - ${turned.age}`, how: `${turned.year} - ${turned.age}` })
      : null
  const turns = TURNS.exec(text)?.groups
  const [birth_, age_] = [turns?.birth ?? turns?.birth2, turns?.age ?? turns?.age2]
  if (birth_ !== undefined && age_ !== undefined && isSelf(turns))
    return Number(age_) > 125 ? null : evaluated({ expression: `${birth_} + ${age_}`, how: `${birth_} + ${age_}` })
  const life = LIFE.exec(text)?.groups
  if (life !== undefined) {
    const size = Number(life.death) - Number(life.birth)
    if (size < 1 || size > 125 || (life.who2 !== undefined && life.who !== undefined && !isOne(life.who, life.who2)))
      return null
    return evaluated({
      expression: `${life.death} - ${life.birth}`,
      unit: `, or ${size - 1} where the birthday of ${life.death} was still to come`,
      how: `${life.death} - ${life.birth}`,
    })
  }
  const inYear = IN_YEAR.exec(text)?.groups
  if (inYear !== undefined) {
    const to = Number(inYear.then ?? year)
    const value = Number(inYear.age) + to - Number(inYear.year)
    if (!isOne(inYear.who, inYear.who2) || value < 0 || value > 125 || to === Number(inYear.year)) return null
    if (inYear.then === undefined && inYear.now === undefined && !/how old is|what age is/u.test(text)) return null
    const answer = evaluated({
      expression: `${inYear.age} + ${to} - ${inYear.year}`,
      how: `${inYear.age} + (${to} - ${inYear.year})`,
    })
    return answer === null ? null : { ...answer, reading: 'By the calendar year; before the birthday it is one less.' }
  }
  const inYears = IN_YEARS.exec(text)?.groups
  if (inYears === undefined) return null
  if (!isOne(inYears.who ?? inYears.who5, inYears.who2 ?? inYears.who3 ?? inYears.who4)) return null
  const [age, step] = [inYears.age ?? inYears.age4, inYears.on ?? inYears.on2 ?? inYears.on4 ?? inYears.back]
  const isBack = inYears.back !== undefined
  const value = Number(age) + (isBack ? -1 : 1) * Number(step)
  if (value < 0 || value > 130) return null
  return evaluated({ expression: `${age} ${isBack ? '-' : '+'} ${step}`, how: `${age} ${isBack ? '-' : '+'} ${step}` })
}

function told({ worded, data, quotes, isAsked, mark }: Clause, input: PlannerInput): Answer | null {
  if (data !== null || quotes.length > 0 || worded.length > 160 || !/\d/u.test(worded)) return null
  if (
    !isAsked &&
    !mark.includes('?') &&
    !/how old|what age|when (?:was|is)|what year|which year|years? (?:older|younger)|age (?:difference|gap)/iu.test(
      worded,
    )
  )
    return null
  const text = plainOf(worded)
  return related(text) ?? two(text) ?? alone(text, input)
}

export const toldAgeRules: readonly PlannerRule[] = [
  defineRule({
    id: 'told-age',
    reason: 'Works out an age or a year of birth from ages that are told of one person or two.',
    order: 57.65,
    pairs: true,
    hint: /(?<!\p{L})(?:old|older|younger|age|ages|born)(?!\p{L})/iu,
    examples: {
      yes: [
        'Anna is 34 and Ben is 5 years older. How old is Ben?',
        'Liv is 12 and Per is 3 years younger. How old are they together?',
        'Tom is 8. His sister is twice as old. How old is she?',
        'I am 42, my daughter is 15. How old was I when she was born?',
        "My mum is 61 and I'm 29, what's the age difference?",
        "I'm 37 now. In what year was I born?",
        'He was 27 in 2004. How old is he in 2026?',
        'she turned 40 in 2019, when was she born',
        'I am 34. How old will I be in 12 years?',
        'My grandfather was born in 1932 and died in 2019. How old did he get?',
        'in what year will someone born in 1990 turn 65',
      ],
      no: [
        'Born in 1990. In what year will my son turn 18?',
        'Anna is 34 and Ben is 5 years older. How old is Clara?',
        'Tom is 8. His sister is twice as tall. How tall is she?',
        'Tom is 8. His sister is twice as old. How old will she be next year?',
        'I am 42, my daughter is 15. How old was my wife when she was born?',
        "My mum is 61 and I'm 29, how old is my dad?",
        "I'm 37 now. In what year was my mother born?",
        'I am 34. How old will my son be in 12 years?',
        'Anna is 34 and Ben is 5 years older than Clara. How old is Ben?',
        'He was 27 in 2004. Where was he in 2026?',
      ],
    },
    read: told,
  }),
]

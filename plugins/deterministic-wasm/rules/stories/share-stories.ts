/** Shares that are not equal: ratios, who owes whom after paying for all, and money counted in coins and notes. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluatedValue } from '../evaluated.ts'
import { decimalsOf, type Sign, writeAmount } from '../money.ts'
import { type Answer, at, defineRule, task, withHow } from '../rule.ts'
import { type Figure, readStories, type StoryForm, shifted } from './story.ts'
import { digitsOf, isWhole, only, paid, several, shown, signOf } from './told-money.ts'

const PARTIES =
  'heirs people persons partners friends siblings kids children brothers sisters of us ways parts shares partner roommates flatmates'
export function allotted(total: Figure, weights: readonly string[], told: string): Answer | null {
  const sign = total.amount.sign
  const all = weights.reduce((sum, weight) => sum + Number(weight), 0)
  // Of plain numbers the parts are as whole as they can be.
  const isWholeShare = weights.every(weight => Number.isInteger((Number(digitsOf(total)) * Number(weight)) / all))
  const decimals = sign !== null ? decimalsOf(sign) : isWholeShare ? 0 : 2
  const parts = task('parts', `Split ${told}`.slice(0, 200), 'math.allocate', {
    total: digitsOf(total),
    weights: weights.map(Number),
    decimals,
  })
  const template = weights.map((_, i) => writeAmount(`{{/parts/${i}}}`, sign)).join(', ')
  return {
    tasks: [parts],
    answer: 'parts',
    reply: withHow(template, { parts: at('/parts') }, `${shown(total)} split ${told}`),
  }
}

/** `split 1,000 € in the ratio 2:3:5 among three heirs`; `the ratio of cats to dogs is 2:3` shares nothing out. */
const RATIO: StoryForm = {
  isShare: true,
  amounts: [3, 9],
  cues: [
    /A ?: ?A|ratio (?:of )?A to A/u,
    /(?<!\p{L})(?:split|share|shared|divide|divided|distribute|ratio|profits?|gets?)(?!\p{L})/u,
  ],
  not: /(?<!\p{L})(?:mix|water|cement|sand|paint|map|scale|screen|score|won|odds|if|minus|tax|simplest|simplify|larger|smaller|bigger|biggest|largest|smallest|greatest|least|first|second|third|last|difference|more|less)(?!\p{L})|%|how many (?!(?:does|do|will|would|did|each|is each)(?!\p{L}))| to \p{L}+ (?:in (?:the|a|our|my) \p{L}+ )?(?:is|are|was|were|=) A(?: ?:| to) ?A/u,
  words: `${PARTIES} split share shared divide divided distribute ratio ratios in of into the among between by to with made profit profits who gets get what each are is to be quarter month year this does receives receive how much would`,
  everyday: true,
  names: 4,
  asks: /^(?:split|share|divide|distribute)(?!\p{L})/u,
  read: ({ shape, amounts }) => {
    const chain = /A(?: ?: ?A)+/u.exec(shape) ?? /(?<=ratio (?:of )?)A(?: to A)+/u.exec(shape)
    if (chain === null || /A ?: ?A/u.test(shape.slice(chain.index + chain[0].length))) return null
    const weights = amounts.filter(({ at }) => at >= chain.index && at < chain.index + chain[0].length)
    const rest = amounts.filter(figure => !weights.includes(figure))
    const heads = only(
      rest,
      figure =>
        isWhole(figure) && new RegExp(`^ (?:${PARTIES.replaceAll(' ', '|')})(?!\\p{L})`, 'u').test(figure.after),
    )
    const total = rest.filter(figure => figure !== heads)
    if (total.length !== 1 || !weights.every(isWhole) || (heads !== null && Number(digitsOf(heads)) !== weights.length))
      return null
    return allotted(total[0]!, weights.map(digitsOf), weights.map(digitsOf).join(':'))
  },
}

/** `rent 1450 split by room size 14, 11 and 10 sqm`. */
const BY_SIZE: StoryForm = {
  isShare: true,
  amounts: [3, 9],
  cues: [
    /(?<!\p{L})(?:split|shared?|divided?)(?: \p{L}+)? (?:by|according to|proportional(?:ly)? to|based on)(?: the| our)? (?:room )?(?:sizes?|area|square met(?:er|re)s|sqm|incomes?|income|hours|usage|days|shares?)/u,
  ],
  not: /(?<!\p{L})(?:equally|evenly|if|except|minus|each room)(?!\p{L})|%/u,
  words:
    'rent split share shared divide divided by according to proportional proportionally based on the our room rooms size sizes area square metres meters sqm m2 income incomes hours usage days and what does each pay gets who pays how much are is of',
  everyday: true,
  names: 1,
  asks: /split|divide|share/u,
  read: ({ amounts, shape }) => {
    const [total, ...weights] = amounts
    const by =
      /(?:by|to|on)(?: the| our)? (?:room )?(?:sizes?|area|square met(?:er|re)s|sqm|incomes?|hours|usage|days|shares?)/u.exec(
        shape,
      )
    if (total === undefined || by === null || weights.some(figure => figure.at < by.index) || total.at > by.index)
      return null
    if (weights.some(({ amount }) => Number(amount.digits) <= 0)) return null
    // One behind the other, with nothing but their unit between them.
    if (
      weights
        .slice(1)
        .some(({ before }) => !/^ ?(?:\p{L}[\p{L}\d²]{0,6})?(?:,| and|,? &| \+|;|\/|:)+ ?(?:and )?$/u.test(before))
    )
      return null
    return allotted(total, weights.map(digitsOf), `by ${weights.map(digitsOf).join(', ')}`)
  },
}

const PAID =
  /(?<!\p{L})(?<name>\p{L}{1,15}) (?:has |have |already )?(?:paid|pays|spent|covered|put in) (?:(?<sum>A)|nothing|zero|0)(?!\p{L})/gu
const nameOf = (word: string): string => (word === 'i' ? 'I' : word.charAt(0).toUpperCase() + word.slice(1))
/** `Anna paid 60, Ben paid 24, Cem paid nothing, who owes what`. */
const SETTLED: StoryForm = {
  isShare: true,
  amounts: [1, 8],
  asksTwice: true,
  cues: [/(?<!\p{L})(?:owes?|settle|even|evens?)(?!\p{L})/u, /(?:paid|pays|spent|covered|put in) (?:A|nothing)/u],
  not: /(?<!\p{L})(?:each|tip|tax|only|except|already owes?|double|half|interest|unless|if|back|borrowed|lent|kids|children)(?!\p{L})|%/u,
  words:
    'paid pays spent covered put in nothing zero they want to share shared equally evenly split everything all equal who whom owes owe what how much and settle up even we the costs cost should get out i to whom',
  names: 8,
  asks: /(?:owes?|settle)/u,
  read: ({ shape, amounts }) => {
    const payers = [...shape.matchAll(PAID)].map(({ groups, index }) => ({
      name: nameOf(groups?.name ?? ''),
      at: groups?.sum === undefined ? -1 : index,
    }))
    const figures = [...amounts]
    if (
      payers.filter(({ at }) => at >= 0).length !== amounts.length ||
      payers.length < 2 ||
      signOf(amounts) === 'mixed'
    )
      return null
    if (
      new Set(payers.map(({ name }) => name)).size !== payers.length ||
      payers.some(({ name }) => /^(?:We|They|Nobody|Everyone|And|Who|She|He)$/u.test(name))
    )
      return null
    if (!/(?<!\p{L})(?:equally|evenly|equal|even|split|share)(?!\p{L})/u.test(shape)) return null
    const sums = payers.map(({ at }) => (at < 0 ? '0' : digitsOf(figures.shift()!)))
    return settled(
      payers.map(({ name }, i) => ({ name, sum: sums[i]! })),
      signOf(amounts) as Sign | null,
    )
  },
}

/** Who pays how much to whom, so that all have paid the same; null where it can be settled in several ways. */
export function settled(
  payers: readonly { readonly name: string; readonly sum: string }[],
  sign: Sign | null,
): Answer | null {
  const sums = payers.map(({ sum }) => sum)
  const share = `(${sums.join(' + ')}) / ${sums.length}`
  const gaps = sums.map(sum => Math.sign(Number(evaluatedValue(`${sum} - ${share}`)?.numerator ?? 0n)))
  const creditors = gaps.flatMap((gap, i) => (gap > 0 ? [i] : []))
  const debtors = gaps.flatMap((gap, i) => (gap < 0 ? [i] : []))
  const owes = (who: string, whom: string): string =>
    `${who} ${who === 'I' ? 'owe' : 'owes'} ${whom === 'I' ? 'me' : whom} `
  // With one who is owed, or one who owes, there is one way to settle.
  const lines =
    creditors.length === 1
      ? debtors.map(i => ({
          before: owes(payers[i]!.name, payers[creditors[0]!]!.name),
          expression: `${share} - ${sums[i]}`,
          sign,
        }))
      : debtors.length === 1
        ? creditors.map(i => ({
            before: owes(payers[debtors[0]!]!.name, payers[i]!.name),
            expression: `${sums[i]} - ${share}`,
            sign,
          }))
        : []
  return lines.length === 0 ? null : several(lines, `Each one's share is (${sums.join(' + ')}) ÷ ${sums.length}`)
}

/** Notes and coins by name, and by what is printed on them. */
const COINS: Readonly<Record<string, string>> = {
  quarters: '0.25',
  quarter: '0.25',
  dimes: '0.10',
  dime: '0.10',
  nickels: '0.05',
  nickel: '0.05',
  pennies: '0.01',
  penny: '0.01',
  cents: '0.01',
}
const NOTES: Readonly<Record<string, string>> = {
  hundreds: '100',
  fifties: '50',
  twenties: '20',
  tens: '10',
  fives: '5',
  ones: '1',
  tenners: '10',
  fivers: '5',
}
const NAMED = new RegExp(`^ (${[...Object.keys(COINS), ...Object.keys(NOTES)].join('|')})(?!\\p{L})`, 'u')
const PRINTED =
  /^[- ]?(?<unit>euros?|cents?|ct|pounds?|pence|p|dollars?|rupees?)?(?:[- ](?:coins?|notes?|bills?|pieces?))(?!\p{L})/u
const COUNTED: StoryForm = {
  amounts: [2, 16],
  cues: [
    /(?<!\p{L})(?:quarters|dimes|nickels|pennies|coins?|notes?|bills?|twenties|tens|fives|fifties|hundreds)(?!\p{L})/u,
  ],
  not: /(?<!\p{L})(?:each|spent|spend|left|minus|flip|rare|worth of|collection|per|change)(?!\p{L})|%/u,
  words: `${[...Object.keys(COINS), ...Object.keys(NOTES)].join(' ')} coin coins note notes bill bills piece pieces A-euro A-cent A-pound A-pence A-dollar A-rupee euro euros cent ct pound pounds pence p dollar dollars rupee rupees and in the jar wallet piggy bank purse box drawer till count it how much money is that total altogether i have counted`,
  everyday: true,
  names: 1,
  asks: /count|total|how much/u,
  read: ({ amounts }) => {
    const parts: string[] = []
    let isUs = false
    for (let i = 0; i < amounts.length; i += 1) {
      const count = amounts[i]!
      const next = amounts[i + 1]
      if (!isWhole(count)) return null
      const named = NAMED.exec(count.after)?.[1]
      const printed =
        next === undefined || !/^ ?(?:x|×|\*|times|of)? ?(?:a |an )?$/u.test(count.after)
          ? null
          : PRINTED.exec(next.after)
      if (named !== undefined) {
        isUs ||= named in COINS && named !== 'pennies' && named !== 'cents'
        parts.push(`${digitsOf(count)} * ${COINS[named] ?? NOTES[named]}`)
      } else if (printed !== null && next !== undefined) {
        const unit = printed.groups?.unit ?? ''
        parts.push(
          `${digitsOf(count)} * ${/^(?:cents?|ct|pence|p)$/u.test(unit) ? shifted(digitsOf(next), -2) : digitsOf(next)}`,
        )
        i += 1
      } else return null
    }
    if (parts.length < 2) return null
    const sign: Sign | null = isUs ? { isBefore: true, text: '$', code: '$' } : null
    return paid(parts.join(' + '), sign, parts.join(' + ').replaceAll('*', '×'))
  },
}

const FORMS: readonly StoryForm[] = [RATIO, BY_SIZE, SETTLED, COUNTED]

export const shareStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'share-story',
    reason:
      'Splits a sum by a ratio or by sizes, says who owes whom after some paid for all, and counts coins and notes.',
    order: 329,
    pairs: true,
    hint: /\d|(?<!\p{L})(?:one|two|three)(?!\p{L})/iu,
    examples: {
      yes: [
        'Can you split 1,000 € in the ratio 2:3:5 among three heirs?',
        'rent 1400 split by room size 14, 11 and 10 sqm',
        'Anna paid 60, Ben paid 24, Cem paid nothing, split evenly who owes what',
        'how much is 7 quarters 4 dimes 9 nickels and 13 pennies',
        'Grandma has eleven 2-euro coins, seven 50-cent coins and nine 20-cent coins in the jar. How much money is it?',
      ],
      no: [
        'rent 1400 split by room size 14, 11 and 10 sqm and I already had 5',
        'Anna paid 60, Ben paid 24, who owes what?',
        'Anna paid 60 and Ben 24, should they split evenly?',
        'mix sand and cement 3:1, I have 40 kg',
        'they won 3:2 and made 12,000, who gets the cup',
        'I owe him 20 and she paid 30',
        'a coin collection of 7 quarters and 4 dimes',
        'rent 1400 split by who earns more',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]

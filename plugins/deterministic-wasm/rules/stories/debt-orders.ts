/** Who owes whom: what some paid for all, what was lent and paid back, shares of so many per cent. Who shares and how must be told. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { allotted, settled } from './share-stories.ts'
import { type Figure, readStory } from './story.ts'
import { counted, digitsOf, isWhole, paid, several, shown, signOf, summed } from './told-money.ts'
import { order, readOrders } from './told-order.ts'
import { TURNS } from './turns.ts'

const NAME = "\\p{Ll}[\\p{Ll}'-]{0,14}"
const ENTRY = `(?:and )?(?<name>${NAME})(?: has| have)?(?:(?: already)? (?:paid|pays|spent|put in|covered|gave)(?: for)?|:| -|,)?[ ]+(?:A|nothing|zero)(?: (?:for|on) (?:(?:the|our|a|some|all the) )?[\\p{Ll}' -]{2,24}?)?`
/** `Emma, Noah and Mia went out. Emma paid 60, ...` */
const INTRO = new RegExp(
  `^(?:${NAME}(?:,? and |, ))+${NAME} (?:went|had|ate|travel\\p{Ll}*|are|were|shared|share|rented|took|met|go|drove|cooked)[^,A]{0,40}, (?=${NAME} )`,
  'u',
)
const ENTRIES = new RegExp(`^(?:${ENTRY.replace('?<name>', '?:')}(?:[,;.] ?| and |$)){2,6}`, 'u')
const ONE = new RegExp(`${ENTRY}(?:[,;.] ?| and |$)`, 'uy')
const NO_NAME =
  /^(?:we|they|nobody|everyone|and|who|she|he|it|you|the|a|total|bill|all|each|both|dinner|lunch|rent|price|cost|food|drinks|taxi|hotel|but|so|then|paid|spent)$/u
const SPLITS =
  "(?:(?:and |so |then )*(?:we |they |all |everyone |everybody |it |it's |costs |the costs |everything |everything is |is |are |to be |want to |should |both |all of us |do |will |must |have to )*(?:split|share|shared|divide|divided|go)(?: (?:it|everything|all|that|the costs?|the bill|costs|all of it|it all|the total|all costs|this|halves))*(?: (?:equally|evenly|fairly|fifty fifty|50/50|in equal parts|between (?:us|the (?:two|three|A) of us)|by (?:two|three|four|A)|among us))*|equally|evenly|equal shares?)"
const WHO_OWES =
  '(?:who (?:owes|pays|has to pay|gives|must pay|needs to pay) (?:whom?|who|what|how much)(?:,? (?:and )?(?:how much|what|whom?|to whom?|who))*(?: to (?:whom?|who|each other))?|how (?:do|can) (?:we|they) settle(?: up| it)?|settle up)'
const REST = new RegExp(
  `^(?:${SPLITS}[,;.:?!]* ?)?(?:and |so |then )*(?:${WHO_OWES}|(?:how much|what) (?:do|does|must|should) (?<who>${NAME}) (?:owe|owes|still owe|have to (?:pay|give)|pay back|give|pay)(?: (?:to )?(?<whom>${NAME}))?(?: (?:in total|altogether|back|then|exactly))*)[ ?.!]*$`,
  'u',
)
const HAS_SPLIT = new RegExp(`(?<!\\p{L})${SPLITS}`, 'u')
const called = (word: string): string => (/^(?:i|me)$/u.test(word) ? 'I' : word.charAt(0).toUpperCase() + word.slice(1))

/** `Alice paid 90, Bob 30 and Carla 0. We share equally. Who owes whom?` */
function settle(clause: Clause): Answer | null {
  const story = readStory(clause)
  if (story === null || story.amounts.length < 1 || story.percents.length > 0 || story.shape.length > 300) return null
  const whole = story.shape.replaceAll('’', "'").trim()
  const intro = INTRO.exec(whole)?.[0] ?? ''
  const shape = whole.slice(intro.length)
  const told = ENTRIES.exec(shape)?.[0] ?? ''
  const rest = REST.exec(shape.slice(told.length).trim())
  if (told === '' || rest === null || !HAS_SPLIT.test(rest[0])) return null
  const heads = /by (?<n>two|three|four|A)/u.exec(rest[0])?.groups?.n
  const figures = [...story.amounts]
  const payers: { name: string; sum: string }[] = []
  for (ONE.lastIndex = 0; ONE.lastIndex < told.length; ) {
    const found = ONE.exec(told)
    if (found === null) return null
    const name = found.groups?.name ?? ''
    if (NO_NAME.test(name) || TURNS.has(name)) return null
    payers.push({ name: called(name), sum: /A/u.test(found[0]) ? digitsOf(figures.shift()!) : '0' })
  }
  const count =
    heads === undefined
      ? undefined
      : heads === 'A'
        ? digitsOf(figures.shift()!)
        : String(['two', 'three', 'four'].indexOf(heads) + 2)
  if (figures.length > 0 || (count !== undefined && Number(count) !== payers.length)) return null
  const sign = signOf(story.amounts)
  if (intro !== '' && !payers.every(({ name }) => intro.includes(name.toLowerCase()))) return null
  if (intro !== '' && intro.split(/,? and |, /u).filter(part => part !== '').length !== payers.length) return null
  if (sign === 'mixed' || new Set(payers.map(({ name }) => name)).size !== payers.length) return null
  const { who, whom } = rest.groups ?? {}
  if (who === undefined) return settled(payers, sign)
  const debtor = payers.find(({ name }) => name === called(who))
  const share = `(${payers.map(({ sum }) => sum).join(' + ')}) / ${payers.length}`
  const owed = evaluatedValue(`${share} - ${debtor?.sum ?? 0}`)
  if (debtor === undefined || owed === null || owed.numerator <= 0n) return null
  // Between two people it is clear to whom; among more only if one alone is owed.
  const creditors = payers.filter(({ sum }) => (evaluatedValue(`${sum} - ${share}`)?.numerator ?? 0n) > 0n)
  if (whom !== undefined && (creditors.length !== 1 || creditors[0]?.name !== called(whom))) return null
  return paid(
    `${share} - ${debtor.sum}`,
    sign,
    `(${payers.map(({ sum }) => sum).join(' + ')}) ÷ ${payers.length} − ${debtor.sum}`,
  )
}

const minus = (x: Figure, all: readonly Figure[]): Answer | null => {
  if (signOf([x, ...all]) === 'mixed') return null
  if (Number(digitsOf(x)) < all.reduce((sum, one) => sum + Number(digitsOf(one)), 0)) return null
  return counted(
    `${digitsOf(x)}${all.map(one => ` - ${digitsOf(one)}`).join('')}`,
    [x, ...all].map(({ amount }) => amount),
    `${shown(x)}${all.map(one => ` − ${shown(one)}`).join('')}`,
  )
}
const given = (...all: readonly (Figure | undefined)[]): readonly Figure[] => all.filter(figure => figure !== undefined)
const eachOf = (x: Figure, n: Figure | string): Answer | null => {
  const count = typeof n === 'string' ? n : digitsOf(n)
  if (typeof n !== 'string' && (!isWhole(n) || Number(count) < 2)) return null
  return summed([x], `${digitsOf(x)} / ${count}`, `${shown(x)} ÷ ${count}`, ' each')
}

/** Two debts against each other. */
function net(mine: Figure, theirs: Figure, name: string): Answer | null {
  const sign = signOf([mine, theirs])
  const [a, b] = [Number(digitsOf(mine)), Number(digitsOf(theirs))]
  if (sign === 'mixed' || a === b) return null
  const isTheirs = b > a
  const expression = isTheirs ? `${digitsOf(theirs)} - ${digitsOf(mine)}` : `${digitsOf(mine)} - ${digitsOf(theirs)}`
  const before = isTheirs ? `${name} owes me ` : `I owe ${name} `
  return several([{ before, expression, sign }], expression.replace('-', '−'))
}

const PERSON =
  '(?:he|she|they|i|we|\\p{Ll}{2,14}|(?:my )?(?:friend|brother|sister|mum|mom|dad|colleague|cousin|neighbou?r|flatmate|roommate|mate|boss|uncle|aunt))'
const SOMEONE = `(?:(?:a|my|our) )?${PERSON}`
const BACK =
  '(?:paid|pays|gave|gives|has paid|has given|have paid|transferred|returned)(?: (?:me|him|her|us|them))?(?: back)?'
const OPEN =
  "(?:(?:how much|what)(?:'s|s| is| does| do)?(?: (?:he|she|they|i|we|\\p{Ll}{2,14}))?(?: (?:is|still|does|do|owe|owes|open|left|me|him|her|us|them|to pay|outstanding|now|have to pay|due|remaining|to pay back|then))+|still owe[sd]?|still open|left to pay|(?:the )?(?:rest|balance|outstanding))"
const FOLKS =
  '(?:people|persons|friends|flatmates|roommates|housemates|colleagues|mates|kids|children|siblings|brothers|sisters|guests|girls|boys|families|adults|students|players|teammates|members|neighbours|neighbors)'
const EACH =
  "(?:(?:how much|what)(?:'s|s| is| does| do| must| should| will| would)?(?: (?:it|that|for))?(?: (?:each|each one|each person|each of (?:us|them)|everyone|everybody|per person|per head|we|one|a person|each flatmate|each roommate|my share|the share))+(?: (?:have to |has to )?(?:pays?|owes?|get|gets|each))*|(?:each|per person|per head|apiece))"
const FOR_ALL =
  '(?:for (?:all of us|us all|everyone|everybody|the group|the whole group|all|the whole table)|for (?:the|all) {n} of us|for {m} people)'

const ORDERS = [
  order(
    `${SOMEONE} (?:owes?|owed) (?:me|us) {a}[J](?:i|we) (?:owe|owed) (?:him|her|them) {b}[J]${OPEN}(?: net)?`,
    ({ a, b }) => minus(a!, [b!]),
  ),
  order(
    `(?:(?:i|we) )?(?:lent|loaned|borrowed)(?: (?:${SOMEONE}|him|her))? {x}(?: (?:to|from) ${SOMEONE})?[J](?:${SOMEONE} )?(?:have |has |'ve )?(?:already )?${BACK} {a}(?: back)?(?: (?:yesterday|today|so far|already|last (?:week|month|time)))?(?:(?:,| and| then)+ (?:${SOMEONE} )?(?:${BACK} )?(?:another )?{b}(?: back)?)?(?:(?:,| and| then)+ (?:another )?{c}(?: back)?)?[J]${OPEN}`,
    ({ x, a, b, c }) => minus(x!, given(a, b, c)),
  ),
  order(
    `(?:${SOMEONE} )?(?:owed?|owes)(?: (?:me|him|her|us|them))? {x}[J](?:${SOMEONE} )?(?:have |has |'ve )?(?:already )?${BACK} {a}(?: back)?(?: (?:yesterday|today|so far|already|last (?:week|month|time)))?(?:(?:,| and| then)+ (?:another )?{b}(?: back)?)?(?:(?:,| and| then)+ (?:another )?{c}(?: back)?)?[J]${OPEN}`,
    ({ x, a, b, c }) => minus(x!, given(a, b, c)),
  ),
  order(
    `(?:${SOMEONE} )?(?:owed?|owes|borrowed)(?: (?:me|him|her|us|them))? {x}[J](?:${SOMEONE} )?(?:have |has |'ve )?(?:already )?paid(?: back)? (?:{n} (?:times|x|instal?ments? of|rates of|payments of)|(?<often>twice)) {a}(?: each)?[J]${OPEN}`,
    ({ x, n, a }, { often }) => {
      const times = often === undefined ? n : null
      if (times !== null && (times === undefined || !isWhole(times))) return null
      const count = times === null ? '2' : digitsOf(times)
      if (Number(count) * Number(digitsOf(a!)) > Number(digitsOf(x!))) return null
      return signOf([x!, a!]) === 'mixed'
        ? null
        : counted(
            `${digitsOf(x!)} - ${count} * ${digitsOf(a!)}`,
            [x!.amount, a!.amount],
            `${shown(x!)} − ${count} × ${shown(a!)}`,
          )
    },
  ),
  order(
    `i owe (?<name>\\p{Ll}{2,14}) {a}(?:,| and| but)+ (?:he|she|they) owes? me {b}[J](?:${WHO_OWES}|how much do i (?:still )?owe (?:him|her|them)|how much does (?:he|she) owe me)`,
    ({ a, b }, { name }) => net(a!, b!, called(name ?? '')),
  ),
  // One paid for all.
  order(
    `${SOMEONE} (?:paid|covered|spent|laid out)(?: [T])?(?: for)? ?{x}(?: for [T])? ${FOR_ALL}[J](?:how much|what) (?:do|does|must|should) (?:each of the others|each of them|each other person|everyone else|each|the others each|each of us|each person)(?: owe| pay| give)(?: (?:me|him|her|back|\\p{Ll}{2,14}))*`,
    ({ x, n, m }) => ((n ?? m) === undefined ? null : eachOf(x!, (n ?? m)!)),
  ),
  order(
    `(?:we(?:'re| are| were)|there (?:are|were)) {n}(?: (?:of us|friends|people|mates|flatmates))?[J]${SOMEONE} (?:paid|covered) {x}(?: for [T])? (?:for (?:all of us|us all|everyone|everybody|all))[J](?:how much|what) (?:do|does|must|should) (?:the (?:others|other (?:{o}|two|three|four))|each of the others|each of the other (?:{p}|two|three|four)|everyone else|each)(?: (?:owe|pay|give|have to give|each|me|him|her|back))*(?: each)?`,
    ({ n, x, o, p }) =>
      isWhole(n!) && (o ?? p) !== undefined && Number(digitsOf((o ?? p)!)) !== Number(digitsOf(n!)) - 1
        ? null
        : eachOf(x!, n!),
  ),
  // Shares.
  order(
    `{n} (?:${FOLKS}|coworkers|of us) (?:split|share|shared|are sharing|are splitting) (?:[DET] )?{x} [N][J]${EACH}`,
    ({ x, n }) => eachOf(x!, n!),
  ),
  order(
    `[T] (?:is |of |costs? )?{x}(?:,| and)+ (?:we |it is |it's |is )?(?:split|share|shared) (?:it )?{a} ?(?:/|-|:) ?{b}[J](?:${EACH}|(?:how much|what) is each share)`,
    ({ x, a, b }) =>
      isWhole(a!) && isWhole(b!) && Number(digitsOf(a!)) + Number(digitsOf(b!)) === 100
        ? allotted(x!, [digitsOf(a!), digitsOf(b!)], `${digitsOf(a!)}:${digitsOf(b!)}`)
        : null,
  ),
  order(
    `(?:we |they |two of us )?(?:split|share|divide)(?: up)? (?:[T] (?:of |for )?)?{x}(?: [N])? (?:by |in |at )?(?:the ratio (?:of )?)?{a} ?(?:/|-|:|to) ?{b}(?:[J](?:${EACH}|how much for each))?`,
    ({ x, a, b }) =>
      isWhole(a!) && isWhole(b!) && Number(digitsOf(a!)) + Number(digitsOf(b!)) === 100
        ? allotted(x!, [digitsOf(a!), digitsOf(b!)], `${digitsOf(a!)}:${digitsOf(b!)}`)
        : null,
  ),
  order(
    `[T] (?:of |is |was |for |costs? )?{x}(?:,| and)? (?:is |to be |it's )?(?:split|shared|divided|split evenly|split equally|shared equally|divided equally)(?: evenly| equally| up)? (?:by|between|among|amongst|in|into) (?:the )?{n}(?: of us| (?:\\p{Ll}+ )?${FOLKS}| ways| parts)?(?:[J]${EACH})?`,
    ({ x, n }) => eachOf(x!, n!),
  ),
  order(
    `(?:[T] )?(?:for |of |is |was |costs? )?{x}(?: [N])?[J](?:we are |we're |there are |for |the )*{n} (?:of us|${FOLKS})(?: (?:chip in|chipping in|put in|contribute|share(?: it)?|split(?: it)?|pay the same|sharing(?: it)?))(?: equally| evenly| the same)?[J]${EACH}`,
    ({ x, n }) => eachOf(x!, n!),
  ),
  order(
    `{x}(?: [N])?[J](?:we want to |we'd like to |we |i want to )?(?:give|leave|add|want to give|want to leave|plus|with)?(?: an?)? ?{r%} (?:tip|gratuity)(?:,| and)* (?:we )?(?:split|share|divide|divided|shared)(?: it| that)?(?: equally| evenly)? (?:by|between|among|in) {n}(?: (?:of us|${FOLKS}))?[J]${EACH}`,
    ({ x, r, n }) =>
      isWhole(n!)
        ? summed(
            [x!],
            `${digitsOf(x!)} * (100 + ${digitsOf(r!)}) / 100 / ${digitsOf(n!)}`,
            `(${shown(x!)} plus ${digitsOf(r!)}%) ÷ ${digitsOf(n!)}`,
            ' each',
          )
        : null,
  ),
]

export const debtOrderRules: readonly PlannerRule[] = [
  defineRule({
    id: 'debt-order',
    reason: 'Says who owes whom after some paid for all, what is still open of a debt, and what each one pays.',
    order: 353,
    pairs: 'joined',
    hint: /(?<!\p{L})(?:owe[sd]?|owing|lent|loaned|borrowed|split|shared?|divided?|settle|equally|evenly|each|chip\p{L}*)(?!\p{L})/iu,
    examples: {
      yes: [
        'Alice paid 90, Bob 30 and Carla 0. We share equally. Who owes whom how much?',
        'Me: 120 for the hotel, Sam: 40 for petrol, Lee: 20 for food. split evenly, who pays what to whom?',
        'Lisa paid 48, Tom paid 30, I paid nothing. We split everything by three. How much do I owe in total?',
        'Dad owes me 35, I owe him 12.50, so how much does he owe me net?',
        'I lent Kim 80, she paid back 25 and then 15.50. how much is still open?',
        'Maria paid 84 for the four of us, what does each of the others owe her?',
        "we're 3, I paid 66 for everyone. how much do the other two owe me each?",
        'we split the rent of 1200 by 60/40, how much does each pay',
        'rent 1350 split by 3 flatmates',
        'I owe Max 25 and he owes me 40. who owes whom?',
        '5 coworkers split a 62.50 lunch. how much per person?',
        '64 euro bill, we want to give 15% tip and split by 4 persons. each?',
      ],
      no: [
        'Alice paid 90, Bob 30 and Carla left early. We share equally. Who owes whom how much?',
        'Alice paid 90, Bob 30 and Carla 0. Who owes whom how much?',
        'Alice paid 90, Bob 30, Carla 10 and Dan 70. We share equally. How much does Bob owe Alice?',
        'Lisa paid 48, Tom paid 30. We split everything by three. How much do I owe?',
        'I lent Kim 80 at 5% interest, she paid back 25. how much is still open?',
        'Maria paid 84 for the four of us, should the others pay her?',
        'we split up after 1200 days, 60/40 odds',
        'they owe me 35 favours, I owe them 12, fair?',
        'rent 1350 split by 3 flatmates, one of whom pays double',
      ],
    },
    read: clause => settle(clause) ?? readOrders(clause, ORDERS),
  }),
]

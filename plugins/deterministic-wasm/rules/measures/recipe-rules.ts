/** A whole recipe for another number of people or pieces, halved or doubled: every ingredient of it, none left out. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { placesOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told } from './read-measures.ts'
import { asksYesNo, inWords } from './told-words.ts'

const WORDS =
  "cook cooks cooking bake baking prepare we're says said it them but will be waffles crepes scones brownies omelette smoothie chili goulash lasagne pasta recipe recipes for is it its it's this that uses use using used needs need needed takes take has have contains with makes make made serves serve serving servings feeds feed yields yield people ppl persons person portions guests of us pieces muffins cookies pancakes waffles cakes buns rolls adults kids i we want wants only there there's theres are our my the and so how much many what would should each now instead scale up down to by halve half double triple quadruple following batch amounts quantities dinner tonight party large small cups ingredients curry soup stew cake bread dough batter salad sauce risotto"
const COUNTED =
  /^(?:$| ?[,.?!;:)]| (?:people|ppl|persons?|servings?|portions?|guests|pieces|muffins|cookies|pancakes|waffles|buns|of us|instead|adults|kids|and|how|what|so|but|now|needs?|uses?|takes?|has|have|requires?|contains?|calls for|is|are|wants?)(?!\p{L}))/u
const BASE =
  /(?:^(?:my |the |our )?(?:\p{L}+ )?for|serves?|feeds?|makes?|yields?|recipe (?:is )?for|is for|are for|enough for)(?: about| around)? $/u
const WISH =
  /(?:we're|we are|there are|need|want|make|cook|bake|only have|only|are|for|to|serve|feed|make|have)(?: it| them| this)?(?: for)?(?: about| around)? $/u
const FACTORS: Readonly<Record<string, string>> = { halve: '1 / 2', double: '2', triple: '3', quadruple: '4' }

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length < 2 || asksYesNo(clause)) return null
  if (told.measures.some(({ letter }) => !/^[NMV]$/.test(letter))) return null
  // One of them is to be changed for itself.
  if (
    /(?<!\p{L})(?:half|twice|without|except|no|less|more|extra|instead of|tell|explain|calories|kcal|kilocalories|costs?|price|minutes|time|nutrition|vegan|gluten)(?!\p{L})/u.test(
      told.shape,
    )
  )
    return null
  const scaled = byWord(told) ?? fromTo(told) ?? byHeads(told)
  if (scaled === null) return null
  const items = scaled.items.map(toItem)
  if (items.length === 0 || items.length > 10 || items.some(item => item === null)) return null
  const bare = told.shape.replace(/^(?:please )?(?:halve|double|triple|quadruple) (?:this|it)(?!\p{L})/u, 'recipe')
  const shape = FROM_TO.test(bare) ? bare.replace(/ from (?=N )/u, ' for ') : bare
  if (!inWords(shape, `${WORDS} ${(items as Item[]).map(({ noun }) => noun).join(' ')}`, 1)) return null
  const asked = askedOf(told.shape, items as Item[])
  return listed(asked === null ? (items as Item[]) : [asked], scaled)
}

/** `how much flour`: only that one of them is wanted. */
function askedOf(shape: string, items: readonly Item[]): Item | null {
  const named = [...shape.matchAll(/how (?:much|many) (?:of the )?(\p{L}{3,14})/gu)].map(([, noun]) => noun)
  const found = items.filter(({ noun }) => named.includes(noun))
  return named.length === 1 && found.length === 1 ? (found[0] as Item) : null
}

type Scaled = { readonly factor: string; readonly how: string; readonly items: readonly Measure[] }

/** `halve this: 1 cup sugar, 2 eggs`. */
function byWord({ shape, measures }: Told): Scaled | null {
  const word =
    /^(?:please )?(?<word>halve|double|triple|quadruple)(?: (?:this|these|it|the|my|following|recipe|amounts|ingredients|all|quantities|of))*(?: ?[:,-])? /u.exec(
      shape,
    )?.groups?.word
  return word === undefined
    ? null
    : {
        factor: FACTORS[word] ?? '1',
        how: word === 'halve' ? 'Half of everything' : `Everything times ${FACTORS[word]}`,
        items: measures,
      }
}

/** `scale 350 g flour from 4 servings to 6`. */
const FROM_TO =
  /(?<!\p{L})(?:scale|convert|change|adjust|recipe|batch)(?!\p{L}).*(?<!\p{L})from N(?: (?:people|ppl|persons?|servings?|portions?|guests|pieces|muffins|cookies|pancakes))? (?:up |down )?to N(?: (?:people|ppl|persons?|servings?|portions?|guests|pieces|muffins|cookies|pancakes))?(?=$|[ ?.!,:])/u
function fromTo({ shape, measures }: Told): Scaled | null {
  if (!FROM_TO.test(shape)) return null
  const [base] = measures.filter(({ letter, before }) => letter === 'N' && / from $/u.test(before))
  const [wished] = measures.filter(({ letter, before }) => letter === 'N' && /(?:^| )to $/u.test(before))
  if (base === undefined || wished === undefined || Number(base.digits) <= 0 || Number(wished.digits) <= 0) return null
  return {
    factor: `${wished.digits} / ${base.digits}`,
    how: `Everything × ${wished.digits} ÷ ${base.digits}`,
    items: measures.filter(one => one !== base && one !== wished),
  }
}

/** `it is for 4, I need 6`: two numbers of people or pieces, and the rest is what goes in. */
function byHeads({ shape, measures }: Told): Scaled | null {
  const heads = measures.filter(
    ({ letter, before, after }) => letter === 'N' && COUNTED.test(after) && (BASE.test(before) || WISH.test(before)),
  )
  const [a, b] = heads
  if (a === undefined || b === undefined || heads.length !== 2) return null
  const based = heads.filter(({ before }) => BASE.test(before))
  const base = based.length === 1 ? based[0]! : a
  const wished = base === a ? b : a
  // Two recipes, or a number whose part is not said.
  if (based.length === 2 || Number(base.digits) <= 0 || Number(wished.digits) <= 0) return null
  const isRecipe =
    /(?<!\p{L})(?:recipe|serves?|feeds?|makes|yields|ingredients)(?!\p{L})|^(?:my |the |our )?(?:pancakes|waffles|muffins|cake|soup|stew|curry|risotto|dough|bread|sauce|this|it|that|below|above|salad|lasagne|pasta|omelette|batter|smoothie|cookies|scones|brownies|crepes|chili|goulash)(?: recipe)? (?:is )?for N/u
  if (!isRecipe.test(shape)) return null
  if (measures.every(({ unit }) => unit === null)) return null
  return {
    factor: `${wished.digits} / ${base.digits}`,
    how: `Everything × ${wished.digits} ÷ ${base.digits}`,
    items: measures.filter(one => !heads.includes(one)),
  }
}

type Item = { readonly digits: string; readonly unit: string; readonly noun: string }

/** What stands behind the measure: `300 g flour`, `2 eggs`. */
function toItem({ digits, unit, after, letter, before }: Measure): Item | null {
  const behind = /^ (?:of )?(?<noun>\p{L}{3,14})/u.exec(after)?.groups?.noun
  const ahead = /(?:^|[,:] ?|and |uses |needs |has )(?<noun>\p{L}{3,14}):? $/u.exec(before)?.groups?.noun
  const isWord = (word: string | undefined): word is string =>
    word !== undefined &&
    !/^(?:and|makes|serves|for|the|with|feeds|how|what|has|plus|uses|needs|halve|double|triple|quadruple|recipe)$/u.test(
      word,
    )
  const noun = isWord(behind) ? behind : isWord(ahead) ? ahead : ''
  if (
    letter === 'N' &&
    (noun === '' ||
      /^(?:people|ppl|persons?|servings?|portions?|guests|minutes|hours|degrees|pieces|them|these|those|us|more|less|extra|others?|side|sides|left|times|friends|kids|adults|children)$/u.test(
        noun,
      ))
  )
    return null
  return { digits, unit: unit?.label ?? '', noun }
}

function listed(items: readonly Item[], { factor, how }: Scaled): Answer | null {
  const tasks = []
  for (const [i, { digits, noun }] of items.entries()) {
    const expression = `${digits} * ${factor}`
    const value = evaluatedValue(expression)
    if (value === null) return null
    const places = placesOf(value) === null ? {} : { decimals: 2, rounding: 'half_up' }
    tasks.push(task(`item${i + 1}`, `Scale ${noun || `item ${i + 1}`}`, 'math.evaluate', { expression, ...places }))
  }
  const said = items.map(({ unit, noun }) => `${unit === '' ? '' : ` ${unit}`}${noun === '' ? '' : ` ${noun}`}`)
  const [only] = tasks
  if (only !== undefined && tasks.length === 1)
    return {
      tasks: [only],
      answer: only.key,
      reply: withHow('{{value}}{{what}}', { value: at('/exact'), what: literal(said[0] ?? '') }, how),
    }
  const members = Object.fromEntries(tasks.map(({ key }) => [key, { $from: key, pointer: '/exact' }]))
  const all = task(
    'all',
    'Put all together',
    'agg.merge',
    { objects: [members] },
    tasks.map(({ key }) => key),
  )
  const values = Object.fromEntries(
    tasks.flatMap(({ key }, i) => [
      [key, at(`/${key}`)],
      [`what${i + 1}`, literal(said[i] ?? '')],
    ]),
  )
  const template = tasks.map(({ key }, i) => `{{${key}}}{{what${i + 1}}}`).join(', ')
  return { tasks: [...tasks, all], answer: 'all', reply: withHow(template, values, how) }
}

export const recipeRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-recipe',
    reason: 'Scales every ingredient of a recipe to another number of people or pieces, or halves or doubles it.',
    order: 143,
    pairs: 'joined',
    hint: /\d|^(?:please )?(?:halve|double|triple)/iu,
    examples: {
      yes: [
        'The recipe is for 4 people and needs 300 g flour and 2 eggs. How much flour for 6?',
        'recipe is for 4, i need 6. it uses 300g flour 2 eggs and 200ml milk',
        "My curry serves 8 and has 1.2kg chicken. There's only 3 of us, so how much chicken?",
        'double 1 1/2 cups sugar, 3/4 tsp salt, 2 2/3 cups flour',
        'recipe for 4 uses 320 g pasta, for 7?',
        'This makes 12 muffins: 250 g flour, 2 eggs and 120 ml oil. I want 18.',
      ],
      no: [
        'Recipe for 12 cookies uses 180 g butter, I want 30 cookies but half the butter',
        'recipe is for 4, i need 6 ideas with 300 g flour',
        'The table is for 4, we are 6 and have 2 chairs',
        'double trouble for 2 people and 3 dogs',
        'recipe for 4 bakes 20 minutes, I need 6',
        'serves 8 with 1.2 kg chicken, is that enough for 3?',
      ],
    },
    read: readsColon(read),
  }),
]

/** Family `classify`: labels by rules, by keywords, or by counted examples. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { closed, count, json, MIB, operation, text, texts } from '../operation.ts'
import { readPredicate } from '../values/predicate.ts'
import { exponential, logarithm } from '../wasm/numbers-module.ts'
import { readTerms } from '../words/words.ts'

const label = text('The label.')
const orNull = (description: string) => Type.Unsafe<string | null>({ type: ['string', 'null'], description })

export const classifyOperations: readonly Operation[] = [
  operation({
    name: 'classify.rules',
    description: 'The label of the first rule whose JSON Schema the value satisfies.',
    input: closed({
      value: json('What to classify.'),
      rules: Type.Array(closed({ label, when: json('JSON Schema as a predicate.') }), {
        minItems: 1,
        description: 'In order of precedence.',
      }),
      otherwise: Type.Optional(text('Label where no rule applies; an error when absent.')),
    }),
    output: closed({
      label,
      rule: Type.Unsafe<number | null>({
        type: ['integer', 'null'],
        description: 'Place of the rule, from 0; null for `otherwise`.',
      }),
    }),
    example: {
      input: {
        value: { amount: 1200 },
        rules: [
          { label: 'large', when: { properties: { amount: { minimum: 1000 } } } },
          { label: 'small', when: true },
        ],
      },
      output: { label: 'large', rule: 0 },
    },
    run(input) {
      for (const [i, rule] of input.rules.entries()) {
        if (readPredicate(rule.when, `/rules/${i}/when`)(input.value, '/value')) return { label: rule.label, rule: i }
      }
      if (input.otherwise === undefined) throw new OperationError('No rule applies.', '/value')
      return { label: input.otherwise, rule: null }
    },
  }),
  operation({
    name: 'classify.keywords',
    description: 'The label whose keywords a text contains most; whole words, letter case aside.',
    input: closed({
      text: text('What to classify.'),
      labels: Type.Array(
        closed({
          label,
          keywords: Type.Array(Type.String({ minLength: 1 }), { description: 'Words or phrases.' }),
          weight: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'Worth of each match.', default: 1 })),
        }),
        { minItems: 1, description: 'Ties go to the first.' },
      ),
      otherwise: Type.Optional(text('Label where nothing matches; null when absent.')),
    }),
    output: closed({
      label: orNull('The label.'),
      scores: Type.Array(
        closed({
          label,
          score: Type.Number({ description: 'Matches times weight.' }),
          matched: texts('Keywords found.'),
        }),
        {
          description: 'In the order given.',
        },
      ),
      margin: Type.Number({ minimum: 0, description: 'Lead over the second best score.' }),
    }),
    example: {
      input: {
        text: 'My invoice is wrong, please refund the payment.',
        labels: [
          { label: 'billing', keywords: ['invoice', 'refund', 'credit card'] },
          { label: 'technical', keywords: ['crash', 'error'] },
        ],
      },
      output: {
        label: 'billing',
        scores: [
          { label: 'billing', score: 2, matched: ['invoice', 'refund'] },
          { label: 'technical', score: 0, matched: [] },
        ],
        margin: 2,
      },
    },
    run: input => byKeywords(input.text, input.labels, input.otherwise ?? null),
  }),
  operation({
    name: 'classify.bayes',
    description: 'The most likely label by naive Bayes over the words of labelled examples (add-one smoothing).',
    input: closed({
      text: text('What to classify.'),
      examples: Type.Array(closed({ text: text('An example.'), label }), {
        minItems: 1,
        description: 'Labelled texts.',
      }),
    }),
    output: closed({
      label,
      probabilities: Type.Array(
        closed({ label, probability: Type.Number({ minimum: 0, maximum: 1, description: 'Share of belief.' }) }),
        {
          description: 'By probability, then by first appearance.',
        },
      ),
      known_words: count('Words of the text that the examples hold.'),
    }),
    example: {
      input: {
        text: 'cheap pills',
        examples: [
          { text: 'cheap watches', label: 'spam' },
          { text: 'project meeting', label: 'ham' },
        ],
      },
      output: {
        label: 'spam',
        probabilities: [
          { label: 'spam', probability: 0.666667 },
          { label: 'ham', probability: 0.333333 },
        ],
        known_words: 1,
      },
    },
    inputCapBytes: 4 * MIB,
    run: input => byExamples(input.text, input.examples),
  }),
]

type Label = { readonly label: string; readonly keywords: readonly string[]; readonly weight?: number }

function byKeywords(value: string, labels: readonly Label[], otherwise: string | null) {
  // Blanks around every term make a phrase a plain substring.
  const terms = ` ${readTerms(value).join(' ')} `
  const scores = labels.map(({ label: name, keywords, weight = 1 }) => {
    const matched = keywords.filter(keyword => {
      const phrase = readTerms(keyword).join(' ')
      return phrase !== '' && terms.includes(` ${phrase} `)
    })
    return { label: name, score: matched.length * weight, matched }
  })
  const ordered = scores.toSorted((a, b) => b.score - a.score)
  const [first, second] = ordered
  const top = first?.score ?? 0
  return { label: top > 0 ? first!.label : otherwise, scores, margin: top - (second?.score ?? 0) }
}

type Example = { readonly text: string; readonly label: string }
type Class = { documents: number; terms: number; readonly counts: Map<string, number> }

function byExamples(value: string, examples: readonly Example[]) {
  const classes = new Map<string, Class>()
  const vocabulary = new Set<string>()
  for (const example of examples) {
    const known = classes.get(example.label) ?? { documents: 0, terms: 0, counts: new Map() }
    classes.set(example.label, known)
    known.documents += 1
    for (const term of readTerms(example.text)) {
      known.terms += 1
      known.counts.set(term, (known.counts.get(term) ?? 0) + 1)
      vocabulary.add(term)
    }
  }
  const terms = readTerms(value).filter(term => vocabulary.has(term))
  const beliefs = Array.from(classes, ([name, known]) => {
    let belief = logarithm(known.documents / examples.length)
    for (const term of terms) {
      belief += logarithm(((known.counts.get(term) ?? 0) + 1) / (known.terms + vocabulary.size))
    }
    return { label: name, belief }
  })
  const most = beliefs.reduce((best, { belief }) => Math.max(best, belief), Number.NEGATIVE_INFINITY)
  const shares = beliefs.map(({ label: name, belief }) => ({ label: name, share: exponential(belief - most) }))
  const sum = shares.reduce((all, { share }) => all + share, 0)
  const probabilities = shares
    .sort((a, b) => b.share - a.share)
    .map(({ label: name, share }) => ({ label: name, probability: Math.round((share / sum) * 1e6) / 1e6 }))
  return { label: probabilities[0]!.label, probabilities, known_words: terms.length }
}

/** Slugs: a title as it stands in an address, of small letters and digits with hyphens (or underscores, where they are asked for) between. */
import type { PlannerRule } from '#contracts/planner-port'
import type { Answer } from '../rule.ts'
import { groupsOf, type Step, textAfter, whole } from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'

const KIND = '(?:(?:url|web|seo|blog|page|post|permalink|clean|nice|wordpress|friendly|seo[- ]friendly)[- ]?)*'
const NAME = `(?:an? |the )?${KIND}(?:slug|url[- ]friendly (?:name|version|form|text|string|title|link)|url[- ]?safe name)`
const SIGN =
  '(?:,? (?:with|using|and) (?<sign>underscores?)(?: (?:instead of|not|rather than) (?:hyphens|dashes|-)| between (?:the )?words| as separators?)?)?'
const SLUG = [
  whole(
    `(?:(?:make|turn|create|generate|convert|write|change|transform|build|get|format|derive)(?: §)? )?(?:(?:into|to|as|in) )?${NAME}(?: (?:of|for|from|out of|using|version of))?(?: §)?${SIGN}`,
  ),
  whole(`slugif(?:y|ied)(?: §)?${SIGN}|§ slugified${SIGN}|make § url[- ]friendly${SIGN}`),
]

export const slugRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-slug',
    reason: 'Writes a given title as a slug for an address.',
    order: 337,
    unmarked: ({ form, text }) => form === 'bare' && /\s/.test(text),
    hint: /slug|url/iu,
    examples: {
      yes: [
        'turn "My First Blog Post" into a slug with hyphens, lowercase',
        'slug please: How to Bake Bread',
        'as a slug: My Holiday Photos 2024',
        'slug with underscores: My Page Title',
        'Ten Tips for Busy Parents -> url slug',
        'turn My Great Article into a url slug',
      ],
      no: [
        'turn "My First Post" into a slug without stop words',
        'turn this article into a slug',
        'slug: what is it?',
        'make a slug of at most 20 characters: How to Bake Bread',
        'turn the title into a slug and explain why: My Post',
        'how do I keep the slug off my lettuce: salt',
        'turn our garden into a slug paradise',
      ],
    },
    read: slug,
  }),
]

function slug(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, SLUG)
  if (groups === null || request.text.includes('\n') || request.text.length > 300 || /["“”]/.test(request.text))
    return null
  if (request.form === 'token' || request.items !== undefined) return null
  const steps: Step[] = [{ name: 'Make a slug', op: 'text.slug' }]
  if (groups.sign !== undefined)
    steps.push({ name: 'Set underscores', op: 'text.replace', more: { find: '-', with: '_' } })
  return textAfter(request, steps, { same: true })
}

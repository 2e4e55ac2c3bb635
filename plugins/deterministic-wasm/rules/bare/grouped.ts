/** Names that each belong to one group, as tasks: how many a group has, which they are, how many each has, which has the most. */
import { evaluated } from '../evaluated.ts'
import { MOST_LISTED } from '../listed.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'

export type Member = { readonly name: string; readonly group: string }
/** Members of a group, or all others. */
export type Choice = { readonly group: string; readonly isOthers: boolean; readonly said: string }

const kept = (members: readonly Member[], { group, isOthers }: Choice): readonly Member[] =>
  members.filter(member => (member.group === group) !== isOthers)

function keepTasks(members: readonly Member[], { group, isOthers, said }: Choice) {
  const rows = members.map(({ name, group: own }) => ({ name, group: own }))
  const conditions = [{ column: 'group', test: isOthers ? 'none_of' : 'one_of', values: [group] }]
  return task('kept', `Keep ${said}`.slice(0, 200), 'table.where', { rows, conditions, keep: 'matching' })
}

export function countMembers(members: readonly Member[], choice: Choice): Answer | null {
  if (kept(members, choice).length === 0) return null
  const count = task(
    'count',
    'Count them',
    'table.aggregate',
    { rows: { $from: 'kept', pointer: '/rows' }, measures: [{ fn: 'count', as: 'value' }] },
    ['kept'],
  )
  const reply = withHow('{{value}}', { value: at('/rows/0/value') }, `${choice.said}, of ${members.length}`)
  return { tasks: [keepTasks(members, choice), count], answer: 'count', reply }
}

export function listMembers(members: readonly Member[], choice: Choice): Answer | null {
  const size = kept(members, choice).length
  if (size > MOST_LISTED) return null
  const only = keepTasks(members, choice)
  if (size === 0)
    return { tasks: [only], answer: 'kept', reply: { template: '{{none}}', values: { none: literal('None.') } } }
  const names = Array.from({ length: size }, (_, i) => `{{/rows/${i}/name}}`)
  const template = size < 4 ? names.join(', ') : names.map(name => `- ${name}`).join('\n')
  return { tasks: [only], answer: 'kept', reply: withHow(template, { rows: at('/rows') }, choice.said) }
}

export function shareOfMembers(members: readonly Member[], choice: Choice): Answer | null {
  const size = kept(members, choice).length
  const share = (size / members.length) * 100
  const decimals = [0, 1].find(places => Math.abs(share - Number(share.toFixed(places))) < 1e-9) ?? 2
  const how = `${size} of ${members.length}`
  return evaluated({ expression: `${size} / ${members.length} * 100`, decimals, how, unit: '%' })
}

const counted = (members: readonly Member[]) =>
  task('counts', 'Count each', 'list.count', { items: members.map(({ group }) => group) })

export function countEach(members: readonly Member[]): Answer | null {
  const different = new Set(members.map(({ group }) => group)).size
  if (different > 100) return null
  const template = Array.from({ length: different }, (_, i) => `- {{/counts/${i}/value}}: {{/counts/${i}/count}}`)
  return {
    tasks: [counted(members)],
    answer: 'counts',
    reply: { template: template.join('\n'), values: { counts: at('/counts') } },
  }
}

export const sizesOf = (members: readonly Member[]): ReadonlyMap<string, number> => {
  const sizes = new Map<string, number>()
  for (const { group } of members) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  return sizes
}

/** The group that has the most, where no other has as many. */
export function largestGroup(members: readonly Member[]): Answer | null {
  const sizes = [...sizesOf(members).values()].sort((a, b) => b - a)
  const [most = 0] = sizes
  const tied = sizes.filter(size => size === most).length
  if (most < 2 || tied > 4) return null
  const names = Array.from({ length: tied }, (_, i) => `{{/counts/${i}/value}}`).join(', ')
  const reply = withHow(names, { counts: at('/counts') }, `${most} of ${members.length}${tied > 1 ? ' each' : ''}`)
  return { tasks: [counted(members)], answer: 'counts', reply }
}

export function countGroups(members: readonly Member[]): Answer {
  const size = task('size', 'Count the different ones', 'list.size', { items: members.map(({ group }) => group) })
  return { tasks: [size], answer: 'size', reply: { template: '{{distinct}}', values: { distinct: at('/distinct') } } }
}

/** `which team is Tom in`: what stands beside his name. */
export function groupOf(members: readonly Member[], place: number): Answer | null {
  const member = members[place]
  if (member === undefined || members.filter(({ name }) => name === member.name).length > 1) return null
  const choice: Choice = { group: member.group, isOthers: false, said: member.name }
  const rows = members.map(({ name, group }) => ({ name, group }))
  const conditions = [{ column: 'name', test: 'one_of', values: [member.name] }]
  const only = task('kept', `Look up ${choice.said}`.slice(0, 200), 'table.where', {
    rows,
    conditions,
    keep: 'matching',
  })
  return { tasks: [only], answer: 'kept', reply: withHow('{{/rows/0/group}}', { rows: at('/rows') }, member.name) }
}

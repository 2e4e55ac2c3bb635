/** Forms of requests in plain words: `which C<who> max C<col>` fits the words `which C0 max C1`, and hands over what was marked. */
import type { JsonValue } from '#contracts/json-value'
import type { Column } from '../tables/read-table.ts'
import type { Mark, Words } from './request-words.ts'

export class Caught {
  readonly #groups: Readonly<Record<string, string | undefined>>
  readonly #marks: readonly Mark[]

  constructor(groups: Readonly<Record<string, string | undefined>>, marks: readonly Mark[]) {
    this.#groups = groups
    this.#marks = marks
  }

  text(name: string): string {
    return this.#groups[name] ?? ''
  }

  mark(name: string): Mark | undefined {
    const place = this.#groups[name]
    return place === undefined ? undefined : this.#marks[Number(place)]
  }

  column(name: string): Column | undefined {
    const mark = this.mark(name)
    return mark?.kind === 'C' ? mark.column : undefined
  }

  cells(name: string): readonly (readonly [Column, JsonValue])[] {
    const mark = this.mark(name)
    return mark?.kind === 'V' ? mark.cells : []
  }

  number(name: string): string {
    const mark = this.mark(name)
    return mark?.kind === 'N' ? mark.digits : ''
  }

  quoted(name: string): string {
    const mark = this.mark(name)
    return mark?.kind === 'Q' ? mark.text : ''
  }
}

const forms = new Map<string, RegExp>()

/** `C<who>`, `V<a>`, `N<n>` and `Q<text>` catch what is marked so; the rest is a pattern over the words. */
export function fits(source: string, { text, marks }: Words): Caught | null {
  let pattern = forms.get(source)
  if (pattern === undefined) {
    pattern = new RegExp(`^(?:${source.replace(/([CVNQ])<(\w+)>/g, '$1(?<$2>\\d+)')})$`, 'u')
    forms.set(source, pattern)
  }
  const groups = pattern.exec(text)?.groups
  return groups === undefined && !pattern.test(text) ? null : new Caught(groups ?? {}, marks)
}

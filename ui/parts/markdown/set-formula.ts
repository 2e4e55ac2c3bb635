/** KaTeX, held: no links, no pictures, no classes of its own choice, and an end to macros that grow. */
import katex from 'katex'

/** Answers whether the formula could be set into the place. */
export function setFormula(tex: string, place: HTMLElement, isDisplay: boolean): boolean {
  try {
    katex.render(tex, place, {
      displayMode: isDisplay,
      output: 'htmlAndMathml',
      throwOnError: true,
      trust: false,
      strict: 'ignore',
      maxSize: 20,
      maxExpand: 200,
    })
    return true
  } catch {
    place.replaceChildren()
    return false
  }
}

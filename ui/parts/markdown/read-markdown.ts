/**
 * Markdown as a tree: CommonMark, GitHub's tables and tasks, formulas. A block that would take too long, or is nested beyond all
 * use, is given back as the text it is. HTML stays text: whoever draws the tree has no way to make markup of it.
 */
import type { Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { mathFromMarkdown } from 'mdast-util-math'
import { gfm } from 'micromark-extension-gfm'
import { math } from 'micromark-extension-math'
import { readFormulas } from './read-formulas.ts'

/** Beyond it a single block is shown as plain text. */
export const MOST_CHARS = 24_000
const NESTED = /^(?:[ \t]*>){8,}/m
const TANGLED = /(?:\[{12}|(?:\*{2,}|_|~)\w(?:\*|_|~)(?:\w(?:\*|_|~)){40})/

const extensions = [gfm({ singleTilde: false }), math({ singleDollarTextMath: false })]
const mdastExtensions = [gfmFromMarkdown(), mathFromMarkdown()]

/** null: show it as plain text. */
export function readMarkdown(text: string): Root | null {
  if (text.length > MOST_CHARS || NESTED.test(text) || TANGLED.test(text)) return null
  try {
    return fromMarkdown(readFormulas(text), { extensions, mdastExtensions })
  } catch {
    // A text that the reader cannot take is still a text.
    return null
  }
}

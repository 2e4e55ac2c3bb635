/**
 * Markdown of models and operations, safely (U13). While a text is being written only its last block is read again, and less
 * often the longer that takes, so that the page stays free for the person.
 */
import { memo, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { MarkdownNodes, readDefinitions } from './markdown-nodes.tsx'
import { readMarkdown } from './read-markdown.ts'
import { splitBlocks } from './split-blocks.ts'
import { toVisibleText } from './visible-text.ts'

export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="prose">
      <WholeText text={text} />
    </div>
  )
}

/** A text that grows. */
export function LiveMarkdown({ text }: { readonly text: string }) {
  const shown = usePaced(text)
  const blocks = useMemo(() => splitBlocks(shown), [shown])
  return (
    <div className="prose">
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end
        <Block key={at} text={block} />
      ))}
    </div>
  )
}

/** As one tree, so that names of links hold over the whole text; block by block where it is long. */
const WholeText = memo(function WholeText({ text }: { readonly text: string }): ReactNode {
  const root = readMarkdown(text)
  if (root !== null) return <MarkdownNodes nodes={root.children} names={readDefinitions(root.children)} />
  const blocks = splitBlocks(text)
  if (blocks.length === 1) return <PlainText text={text} />
  // biome-ignore lint/suspicious/noArrayIndexKey: blocks have their place and nothing else
  return blocks.map((block, at) => <Block key={at} text={block} />)
})

const Block = memo(function Block({ text }: { readonly text: string }): ReactNode {
  const root = readMarkdown(text)
  if (root === null) return <PlainText text={text} />
  return <MarkdownNodes nodes={root.children} names={readDefinitions(root.children)} />
})

const MOST_SHOWN = 200_000

function PlainText({ text }: { readonly text: string }) {
  const left = text.length - MOST_SHOWN
  return (
    <>
      <p className="whitespace-pre-wrap" dir="auto">
        {toVisibleText(text.slice(0, MOST_SHOWN))}
      </p>
      {left > 0 && (
        <p className="text-quiet text-sm">{left} further characters are not shown; copying takes all of them.</p>
      )}
    </>
  )
}

const LEAST_MS = 80
/** Of the time, at most this share is spent on drawing a stream. */
const SHARE = 0.2

/** The text as of a moment ago: new pieces wait for the one before to have been drawn, and for five times as long as that took. */
function usePaced(text: string): string {
  const [shown, setShown] = useState(text)
  const began = useRef(0)
  const tookMs = useRef(0)
  useEffect(() => {
    if (text === shown) return
    const timer = setTimeout(
      () => {
        began.current = performance.now()
        setShown(text)
      },
      Math.max(0, Math.max(LEAST_MS, tookMs.current / SHARE) - (performance.now() - began.current)),
    )
    return () => clearTimeout(timer)
  }, [text, shown])
  // After what was shown has been drawn, and only then does it say how long that took.
  useEffect(() => {
    if (shown !== '') tookMs.current = performance.now() - began.current
  }, [shown])
  return shown
}

/** Code with its language and a way to copy it. Colours come when the highlighter has been loaded; the text is there at once. */
import { type ReactNode, useEffect, useState } from 'react'
import { CopyButton } from '../copy-button.tsx'

const MOST_COLOURED = 40_000

export function CodeBlock({ code, language }: { readonly code: string; readonly language: string | null }) {
  const [coloured, setColoured] = useState<{ readonly code: string; readonly nodes: ReactNode } | null>(null)
  useEffect(() => {
    if (language === null || code.length > MOST_COLOURED) return
    let isGone = false
    // What is still being written is coloured when it rests.
    const timer = setTimeout(async () => {
      const { colourCode } = await import('./colour-code.tsx')
      if (!isGone) setColoured({ code, nodes: colourCode(code, language) })
    }, 120)
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [code, language])
  return (
    <figure className="overflow-hidden rounded-md border border-line bg-sunken" dir="ltr">
      <figcaption className="flex min-h-8 items-center justify-between pl-3 text-quiet text-xs">
        {language ?? 'text'}
        <CopyButton text={() => code} label="Copy code" />
      </figcaption>
      <pre className="overflow-x-auto px-3 pb-2.5 text-base" tabIndex={0}>
        <code>{coloured?.code === code ? coloured.nodes : code}</code>
      </pre>
    </figure>
  )
}

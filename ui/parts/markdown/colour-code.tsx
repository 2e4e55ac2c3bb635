/** Colours code of the languages that models write most. Loaded when the first block of code is shown. */
import bash from 'highlight.js/lib/languages/bash'
import c from 'highlight.js/lib/languages/c'
import cpp from 'highlight.js/lib/languages/cpp'
import csharp from 'highlight.js/lib/languages/csharp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import go from 'highlight.js/lib/languages/go'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import kotlin from 'highlight.js/lib/languages/kotlin'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import swift from 'highlight.js/lib/languages/swift'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { createLowlight } from 'lowlight'
import type { ReactNode } from 'react'

const lowlight = createLowlight({
  ...{
    bash,
    c,
    cpp,
    csharp,
    css,
    diff,
    go,
    java,
    javascript,
    json,
    kotlin,
    php,
    python,
    ruby,
    rust,
    sql,
    swift,
    typescript,
  },
  ...{ xml, yaml },
})

type Piece = ReturnType<typeof lowlight.highlight>['children'][number]

/** The code itself where the language is unknown. */
export function colourCode(code: string, language: string): ReactNode {
  const name = language.toLowerCase()
  if (!lowlight.registered(name)) return code
  return draw(lowlight.highlight(name, code).children)
}

function draw(pieces: readonly Piece[]): ReactNode {
  return pieces.map((piece, at) => {
    if (piece.type === 'text') return piece.value
    if (piece.type !== 'element') return null
    const names = piece.properties.className
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of code have their place and nothing else
      <span key={at} className={Array.isArray(names) ? names.join(' ') : undefined}>
        {draw(piece.children as Piece[])}
      </span>
    )
  })
}

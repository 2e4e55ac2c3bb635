/** A formula: its source at once, set by KaTeX when that has been loaded. What KaTeX cannot read stays its source. */
import { useEffect, useRef, useState } from 'react'

const LONGEST = 4_000

export function Formula({ tex, isDisplay = false }: { readonly tex: string; readonly isDisplay?: boolean }) {
  const place = useRef<HTMLSpanElement>(null)
  const [isSet, setSet] = useState(false)
  useEffect(() => {
    if (tex.length > LONGEST) return
    let isGone = false
    void import('./set-formula.ts').then(({ setFormula }) => {
      if (!isGone && place.current !== null) setSet(setFormula(tex, place.current, isDisplay))
    })
    return () => {
      isGone = true
    }
  }, [tex, isDisplay])
  return (
    <>
      <link rel="stylesheet" href="/page/formulas.css" precedence="low" />
      {/* Two places: the one that KaTeX fills is never touched by React. */}
      <span
        ref={place}
        hidden={!isSet}
        className={isDisplay ? 'block overflow-x-auto overflow-y-hidden py-1' : undefined}
      />
      {!isSet && <code className={isDisplay ? 'block' : undefined}>{tex}</code>}
    </>
  )
}

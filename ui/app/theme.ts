/** Light, dark, or as the system says. The choice is an attribute of the root; all colours follow from it. */
import { defineLocalValue, oneOf } from './local-value.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const theme = defineLocalValue<Theme>('kora-theme', 'system', oneOf(THEMES))

export function applyTheme(): void {
  const apply = () => {
    const { dataset } = document.documentElement
    if (theme.read() === 'system') delete dataset.theme
    else dataset.theme = theme.read()
  }
  theme.subscribe(apply)
  apply()
}

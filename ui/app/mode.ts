/** Basic shows the answer; Advanced shows beside it how it came about. Changing it touches nothing else. */
import { defineLocalValue, oneOf } from './local-value.ts'

export const MODES = ['basic', 'advanced'] as const
export const mode = defineLocalValue<(typeof MODES)[number]>('kora-mode', 'basic', oneOf(MODES))

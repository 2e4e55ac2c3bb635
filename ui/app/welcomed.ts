/** Whether this browser has been through the first run (U1). */
import { defineLocalValue } from './local-value.ts'

export const welcomed = defineLocalValue<boolean>('kora-welcomed', false, value => (value === true ? true : null))

/** `log` and `exp` of `asm/assembly/numbers.ts`: the same bits on every machine (rule D1). */
import { HotModule } from './hot-module.ts'

type NumberFunctions = { readonly log: (x: number) => number; readonly exp: (x: number) => number }

const hot = new HotModule<NumberFunctions>('numbers')

export const logarithm = (x: number): number => hot.open(0).log(x)
export const exponential = (x: number): number => hot.open(0).exp(x)

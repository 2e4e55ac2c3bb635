/**
 * Loaded before every test: properties run from one seed, so that a commit passes or fails for what it changes. `KORA_SEED=<number>`
 * tries another one, `KORA_SEED=random` a fresh one each time; a failing seed is printed by the property itself.
 */
import fc from 'fast-check'

const wanted = process.env.KORA_SEED ?? '20261121'
if (wanted !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wanted) })

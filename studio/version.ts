/** The version of Studio and of its kernel, as package.json names it. */
import about from '../package.json' with { type: 'json' }

export const VERSION: string = about.version

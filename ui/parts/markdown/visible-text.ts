/**
 * Text as it is, with what would hide something made visible: characters that turn the direction of writing around, and
 * controls. In code, isolates count as well.
 */
const TURNING = /[\u202a-\u202e\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g
const HIDING = /[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

const name = (character: string): string => `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`

export const toVisibleText = (text: string): string => text.replace(TURNING, name)
export const toVisibleCode = (code: string): string => code.replace(HIDING, name)

/** Patterns for the words of a story: whole ones, and what stands right behind or ahead of a figure. */

export const whole = (source: string): RegExp => new RegExp(`(?<!\\p{L})(?:${source})(?!\\p{L})`, 'u')
export const behind = (source: string): RegExp => new RegExp(`^[ -]?(?:${source})(?!\\p{L})`, 'u')
export const ahead = (source: string): RegExp => new RegExp(`(?:^|[^\\p{L}])(?:${source})[ :=]*$`, 'u')

/** Forms of requests about dates and times: whole clauses, whatever their case. */

export const form = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'iu')

/** The named parts of the first form that fits. */
export const groupsOf = (
  text: string,
  forms: readonly RegExp[],
): Readonly<Record<string, string | undefined>> | undefined => {
  for (const one of forms) {
    const found = one.exec(text)
    if (found !== null) return found.groups ?? {}
  }
  return undefined
}

/**
 * Texts that stand in a request without quotation marks and can be nothing else: bits, bytes, escapes, entities, Base64, addresses, numbers
 * with check digits, colours. And single words behind an order that only takes a word. It finds places and understands no request.
 */

export type Token = { readonly start: number; readonly end: number }

const RUNS: readonly RegExp[] = [
  /\[\s*(?:"[^"\n]{0,80}"|'[^'\n]{0,80}'|-?\d[\d.]{0,15}|\p{L}[\p{L}\d ]{0,30})(?:\s*,\s*(?:"[^"\n]{0,80}"|'[^'\n]{0,80}'|-?\d[\d.]{0,15}|\p{L}[\p{L}\d ]{0,30})){1,60}\s*\]/u,
  /[[{(][^[\](){}\n]{1,300}[\])}](?: (?:and|&|vs\.?) | ?[,/;&] ?)[[{(][^[\](){}\n]{1,300}[\])}]/,
  /(?<![\w.])(?:[A-Za-z]:\\|~?\/)(?:[\w .-]+[\\/])*[\w.-]+\.\w{1,6}(?!\w)/,
  /(?<![\w.])[01]{7,8}(?:[ ,]+[01]{7,8})*(?![\w.])/,
  /(?<![\w.#-])eyJ[\w-]{5,}\.[\w-]{4,}\.[\w-]*(?![\w.-])/,
  /(?<![\w-])[0-9a-f]{8}-[0-9a-f]{3,5}-[0-9a-f]{3,5}-[0-9a-f]{3,5}-[0-9a-f]{10,14}(?![\w-])/i,
  /(?<![\w.])(?:https?|ftp):\/\/[^\s"'<>]+/i,
  /(?<![\w.+-])[\w.+-]{0,64}@[\w.@-]{1,200}(?<![.])/,
  /(?<![\w.:])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])/i,
  /(?<![\w:.])(?=[0-9a-f:]*:[0-9a-f]*:)[0-9a-f:]{3,45}(?:\/\d{1,3})?(?![\w:.])/i,
  /(?<![\w.])\d{1,4}(?:\.\d{1,4}){2,4}(?:\/\d{1,3})?(?![\w/]|\.\d)/,
  /(?<![\w-])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,9}(?![\w-])/,
  /(?<![\w#&])(?:#[0-9a-f]{3,8}|rgb ?\([\d ,]{5,20}\))(?!\w)/i,
  /(?<![\w.#-])(?:0x)?[0-9a-f]{2}(?:[ ,]+(?:0x)?[0-9a-f]{2})+(?![\w.-])/i,
  /(?<![\w.,-])\d{2,3}(?:[ ,]+\d{2,3}){1,60}(?![\w.,-]|[ ,]\d)/,
  /(?<![\w.,-])\d(?:[ -]?[\dX]){7,22}(?![\w-]|[.,]\d)/,
  /(?<!\S)\S*\\(?:u[0-9a-f{]|x[0-9a-f])\S*(?: \S*\\(?:u|x)[0-9a-f{]\S*)*/i,
  /(?<!\S)\S*&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});(?:[^\n]*&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});)?[^\s?!,]*/i,
  /(?<!\S)\S*%[0-9a-f]{2}\S*/i,
  /(?<!\S)[.·•–−-]{1,6}(?:[ /|]+[.·•–−-]{1,6})+(?!\S)/,
  /(?<![\w./\\@:-])[\w-]{1,60}(?:\.[\w-]{1,40}){0,4}\.[A-Za-z]\w{1,4}(?![\w/.@-])/,
  /<[a-z!/][^\n]*>/i,
  /(?<![\w+/=.-])(?=[A-Za-z0-9+/]*[A-Z0-9+/])(?=[A-Za-z0-9+/]*[a-z])[A-Za-z0-9+/]{8,}={0,2}(?![\w+/=-])/,
  /(?<![\w-])[0-9a-f]{32,128}(?![\w-])/i,
]

const LONGEST = 2_000
const MOST = 5

/** At most a few; of overlapping ones the earlier kinds. */
export function findTokens(message: string): readonly Token[] {
  if (message.length > LONGEST) return []
  const found: Token[] = []
  for (const run of RUNS) {
    const match = run.exec(message)
    if (match === null || match[0].trim() === '') continue
    const start = match.index + match[0].length - match[0].trimStart().length
    // The last dot of Morse code is a sign of it.
    const isMorse = /^[.·•–−\- /|]+$/.test(match[0])
    const end =
      start + (isMorse ? match[0].trim() : match[0].trim().replace(/[?!,]+$|(?<!&[\w#]{1,8});$|(?<!\.)\.$/, '')).length
    if (end > start && !found.some(one => one.start === start && one.end === end)) found.push({ start, end })
    if (found.length === MOST) break
  }
  return found
}

/** Words that stand for a text instead of being one. */
const NO_WORD =
  /^(?:it|this|that|these|those|them|here|there|text|texts|string|strings|words?|letters?|names?|numbers?|files?|messages?|everything|something|anything|passwords?|hash(?:es)?|codes?|e?mails?|urls?|links?|images?|data|english|german|french|spanish|latin|python|java|javascript|c|computing|programming|alphabet|a|an|the|my|your|our|me|you|us|love letters|title|attachment|sentence|code|below|above|following|mind|life|hand|person|writing|general|base64|binary|hex|ascii|unicode|morse|md5|sha1|sha256|rot13|works?|means?|mean|safe|secure|security|git|linux|windows|excel|sql|html|css|json|cipher|encoding|algorithm|salt|collisions?|decoder|encoder|conduct|love|use|course)$/i

const BARE: readonly RegExp[] = [
  /^(?<head>.{3,80}? of) (?:the )?(?:(?:capital letter|uppercase letter|capital|uppercase|word|name|letter|string|text|character|symbol|sign|phrase|term) )?(?<word>\S{1,60})$/iu,
  /^(?<head>.{3,80}? (?:for|in|with)) (?:the )?(?:word|name|letter|string|text|character|symbol|sign|phrase|term) (?<word>\S{1,60})$/iu,
  /^(?<head>(?:convert|turn|change|translate|encode|write|express|spell|hash|put))(?: out)? (?:the )?(?:(?:word|name|letter|string|text) )?(?<word>\S{1,60})(?<tail> (?:to|in|into|as|with|using|by) .{2,60})$/iu,
  /^(?:the )?(?:word|name|string) (?<word>\S{1,60})(?<tail> (?:to|in|into|as) .{2,60})$/iu,
  /^(?<head>(?:decode|unescape|spell|is|are|the word|does)) (?<word>\S{1,60})(?<tail>(?: .{2,60})?)$/iu,
]
const NUMBER =
  /^(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w*teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|[-+]?[\d.,]+%?|[IVXLCDM]+|0x[\da-f]+|[\da-f]{1,2})$/i

/** Heads with a bare word in them, the word as `§`. */
export function findBareWord(request: string): readonly { readonly head: string; readonly word: string }[] {
  return BARE.flatMap(pattern => {
    const groups = pattern.exec(request)?.groups
    const word = groups?.word?.replace(/^["'`]|["'`?!,.]+$/g, '') ?? ''
    if (
      groups === undefined ||
      word === '' ||
      NO_WORD.test(word) ||
      (NUMBER.test(word) && !/(?:letter|capital|character|symbol|sign) \S$/i.test(request)) ||
      /[⟦§:]/.test(word)
    )
      return []
    // `capital k` is another sign than it says.
    if (/(?:capital|uppercase)(?: letter)? \p{Ll}$/u.test(request)) return []
    return [{ head: `${groups.head ?? ''} §${groups.tail ?? ''}`.trim(), word }]
  })
}

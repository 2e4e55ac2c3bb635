/** Whether what stands behind a head is its text, or asks something itself: questions and orders are texts only where nobody could mean otherwise. */
import { ANOTHER_REQUEST } from '../message/colon-data.ts'

/** Words that begin a request: behind a weak mark they are one, and no text. */
export const REQUEST =
  /^(?:and|then|also|but|please|pls|now|so|use|make|do|don't|fix|keep|write|tell|give|show|count|sort|list|remove|delete|replace|explain|translate|summari[sz]e|describe|add|put|convert|change|turn|find|extract|what|how|why|who|which|when|where|can|could|would|should|is|are|it|only|ignore|except|not|without|if|unless|the (?:text|result|answer|output)|assume|imagine|let|i (?:need|want)|thanks|reverse|number|format|answer|return|output|print|compare|check)(?!\p{L})/iu

/** `md5: broken?` asks about md5. */
export const QUESTION =
  /^(?!.*,.*,)(?:\S+\s+){0,2}\S+\?$|^(?:is|are|do|does|did|should|shall|can|could|would|will|may|has|have|am)(?!\p{L}).*\?$/isu

/** `One: a, b. Two: b, c`. */
export const TWO_LISTS =
  /^(?:list |set )?(?:one|a|1|first)(?: list)?:.{1,2000}?(?<!\p{L})(?:list |set )?(?:two|b|2|second)(?: list)?:/isu

/** What people ask in texts and of no program. */
const SMALL_TALK =
  /^[.?!;]\s+(?:how (?:are|is|was|were|have) (?:you|it|things|everything|your|the)|what(?:'s| is) (?:up|your name|new)|who are you|where are you|how do you do)(?!\p{L})[^?]{0,40}\?[.!? ]*$/iu
const isTalk = (text: string): boolean => SMALL_TALK.test(text.slice(ANOTHER_REQUEST.exec(text)?.index ?? 0))

/** Sentences ask too: of what is cut or counted in sentences, a question that does not speak of the text is a part. */
export const isProse = (head: string, text: string): boolean =>
  (/(?<!\p{L})sentences?(?!\p{L})/iu.test(head) || isTalk(text)) &&
  !/(?<!\p{L})(?:words?|sentences?|letters?|characters?|text|list|it|this|that|them|lines?)(?!\p{L})/iu.test(
    text.slice(ANOTHER_REQUEST.exec(text)?.index ?? 0),
  )

/** `make a url slug: How to Bake Bread at Home?`: an order about how a text is written, and a whole sentence. */
export const isWritten = (head: string, text: string): boolean =>
  (/slug|case|caps|capital/iu.test(head) && /^how to [^?]*$/iu.test(text)) ||
  (/slug|title|case|caps|capital/iu.test(head) &&
    /^(?:\p{Lu}[\p{L}\p{N}'’-]*|a|an|the|to|of|and|in|for|on|at|by|or)(?: (?:\p{Lu}[\p{L}\p{N}'’-]*|\d+|a|an|the|to|of|and|in|for|on|at|by|or)){2,12}$/u.test(
      text,
    )) ||
  (/^(?:please |can you |could you )?(?:make|turn|convert|change|put|write|lower|upper|title|sentence|snake|kebab|camel|reverse|remove|strip|replace|count|slug)/iu.test(
    head.trim(),
  ) &&
    /case|slug|caps|capital|backwards|vowels|spaces|punctuation|words|letters|characters|acronym/iu.test(head) &&
    text.split(/\s+/).length >= 4 &&
    /\?$/.test(text) &&
    !/(?<!\p{L})(?:it|this|that|them|words?|letters?|characters?|text|list)(?!\p{L})/iu.test(text))

/** `Kim: yes`, `Petr: no`: every line has its name, so the first is no head. */
export const isLabelled = (text: string): boolean => {
  const lines = text.split('\n')
  return lines.length > 1 && lines.every(line => /^[\p{L}\p{N} ]{1,30}:/u.test(line))
}

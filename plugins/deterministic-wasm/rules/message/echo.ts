/** Questions behind an order that ask for nothing but its result: `Divide 420 in the ratio 3:4. What are the two parts?` */

const WHAT = "what(?:'?s|'?re| is| are| was| will be| would be)?"
const RESULT =
  '(?:the |your |my )?(?:final |new |correct )?(?:results?|answers?|outcome|solution|(?:2 |two |three |four |both )?(?:parts|shares))'
const ECHO = new RegExp(
  `^\\s*(?:(?:so|and|now|then|please)[, ]+)*(?:${WHAT} ${RESULT}(?: be)?|what(?: number| result)? (?:do|would|will|did|should) (?:i|you|we) (?:get|have|end up with|come to|arrive at)|how much (?:is|would|will) (?:it|that|this)(?: be)?|${WHAT} (?:it|that|this)|what does (?:it|that|this) (?:give|make|come to|equal))(?: then| now| please| exactly)*[\\s?.!]*$`,
  'iu',
)
const LONGEST = 60

export const isEcho = (sentence: string): boolean => sentence.length <= LONGEST && ECHO.test(sentence)

const ORDER_FREE =
  /^\s*\(?(?:the )?order (?:does(?:n't|nt| not) (?:matter|count)|is(?:n't|nt| not) important|is irrelevant)\)?[\s.!]*$/iu
/** What is said of a choice behind the question for it: `In how many ways can I choose 3 out of 10? Order doesn't matter.` */
export const isOrderNote = (sentence: string): boolean => sentence.length <= LONGEST && ORDER_FREE.test(sentence)

/** What a figure of a story is, by the words beside it: how many share, what somebody had, a price of one piece. */
import type { Figure } from './story.ts'
import { digitsOf, isWhole } from './told-money.ts'

export const PEOPLE =
  'people|persons?|ppl|pax|friends|of us|ways|guests|colleagues|coworkers|roommates|flatmates|housemates|kids|adults|families|siblings|couples|diners|mates|girls|boys|guys'
const HEADS = new RegExp(`^[ -](?:${PEOPLE})(?!\\p{L})`, 'u')
const HEADS_BEFORE =
  /(?<!\p{L})(?:we(?:'re| are| were)|split (?:between|by|among|it between|it by|in|into)|divided by|shared by|there (?:are|were)|table of|group of|party of|among|between) $/u
export const isHeads = (figure: Figure): boolean =>
  isWhole(figure) && Number(digitsOf(figure)) > 1 && (HEADS.test(figure.after) || HEADS_BEFORE.test(figure.before))

const UNIT =
  'piece|item|unit|person|head|guest|ticket|night|day|hour|hr|h|week|month|bottle|box|bag|pack|cup|book|shirt|pair|roll|page|share|adult|child|kid|student|plate|meal|seat|room|ride|lesson|session|visit|copy|tyre|tire|pc|pop|kilo|kg'
/** Behind a price: it is the price of one. */
export const EACH = new RegExp(
  `^ ?(?:each|apiece|ea|pp|(?:per|an?|for each|for every|\\/) ?(?:${UNIT}))(?![\\p{L}\\d])`,
  'u',
)

const HAD =
  /(?<!\p{L})(?:budget(?: is| was| of|,|:)?|income(?: is| of)?|salary(?: is| of)?|pocket money(?: is| of)?|(?:i|we|he|she|they)(?:'ve| have|ve)?(?: only| just)? (?:got|have|had)(?: about)?|have|had|got|start(?:ed|ing)? with|starting balance(?: is| of|:)?|balance(?: is| was| of|:)?|(?:pay|pays|paid|paying)(?: \p{L}+){0,2} with(?: an?)?|(?:gave|give|gives|hand|hands|handed|handing)(?: over)?(?: (?:him|her|them|the|a|cashier|seller|waiter|driver|clerk|over|man|lady|guy|shopkeeper)){0,3}|change (?:from|out of|for|of|on|back from)(?: an?| my)?|(?:from|out of|using|with)(?: an?| my)|limit(?: is| of)?|allowance(?: is| of)?|savings(?: are| is| of|:)?|wallet(?: has| is)?|withdrew|(?<!back )(?:gave|gives|given) (?:me|us)) $/u
const HAD_AFTER =
  /^ ?(?:(?:euro|pound|dollar|rupee) )?(?:note|banknote|in (?:my|the|our) (?:account|wallet|pocket|bank|purse|budget)|in cash|cash|budget|to spend)(?!\p{L})/u
export const isHad = ({ before, after }: Figure): boolean => HAD.test(before) || HAD_AFTER.test(after)

/** A number with cents or a currency, or one that is called a price. */
export const isPrice = ({ amount, before, after }: Figure): boolean =>
  amount.sign !== null ||
  /\.\d\d$/.test(amount.digits) ||
  /(?<!\p{L})(?:at|costs?|costing|price|price is|@|is|for|charges?|fee of) $/u.test(before) ||
  EACH.test(after)

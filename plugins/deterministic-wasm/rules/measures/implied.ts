/** What a question asks for without naming a unit: how long, how far, what it costs, which current flows. */
import type { Dimensions } from './unit-names.ts'

export const SPEED: Dimensions = [1, 0, -1, 0, 0, 0, 0]
export const TIME: Dimensions = [0, 0, 1, 0, 0, 0, 0]
export const LENGTH: Dimensions = [1, 0, 0, 0, 0, 0, 0]
export const MONEY: Dimensions = [0, 0, 0, 1, 0, 0, 0]
export const MASS: Dimensions = [0, 1, 0, 0, 0, 0, 0]

/** `voltage 12 V`: the name of what is given. */
export const GIVEN_NAME =
  /(?<!\p{L})(?:current|voltage|resistance|power|speed|distance)(?: of| is| =|:)? ?(?=[A-Z](?!\p{L}))|(?<!\p{L})body ?weight(?!\p{L})|(?<=(?<!\p{L})[A-Z]) (?:current|voltage|resistance|power|supply)(?= and| at|,| with|$)/gu

/** What is asked without naming a unit. */
export const IMPLIED: readonly (readonly [RegExp, Dimensions])[] = [
  [/(?<!\p{L})(?:current|amperage|how many amps)(?!\p{L})/u, [0, 0, 0, 0, 0, 0, 1]],
  [/(?<!\p{L})(?:voltage|how many volts)(?!\p{L})/u, [2, 1, -3, 0, 0, 0, -1]],
  [/(?<!\p{L})(?:resistance|how many ohms?)(?!\p{L})/u, [2, 1, -3, 0, 0, 0, -2]],
  [/(?<!\p{L})(?:power|wattage|how many watts)(?!\p{L})/u, [2, 1, -3, 0, 0, 0, 0]],
  [
    /(?:^|[,:.-] ?)(?:the |travel |total )?time(?: needed| required| taken)?[ ?.!]*$|^(?:travel |driving )?time (?:needed |required |taken )?(?:to|for)(?!\p{L})|(?<!\p{L})(?:how much time|how long|duration|travel time|download time|charging time|driving time|burning time|running time|cooking time|filling time|flight time|how many hours and minutes)(?!\p{L})/u,
    TIME,
  ],
  [/(?<!\p{L})(?:how far|distance|range)(?!\p{L})/u, LENGTH],
  [/(?<!\p{L})(?:how fast|speed)(?!\p{L})|, (?:(?:what(?:'s| is| was) )?(?:the |our |my )?)?average[ ?.!]*$/u, SPEED],
  [/(?<!\p{L})(?:costs?|price|pay|spend|expenses?|money|bill)(?!\p{L})/u, MONEY],
  [/(?<!\p{L})(?:how heavy|weight|how much (?:does|do|will|would) (?:it|that|this|they) weigh)(?!\p{L})/u, MASS],
]

/**
 * Whether a time, a length and a question belong to one thing: a party that lasts five hours says nothing of when to leave home, and a
 * film nothing of the bus. It refuses in doubt; it reckons nothing.
 */

const EVENT =
  /(?<!\p{L})(?:exam|test|game|match|film|movie|show|concert|gig|party|wedding|meeting|class|lesson|course|appointment|interview|play|lecture|ceremony|dinner|lunch|event|opera|service)(?!\p{L})/u
/** The length is the event's own: `starts at T and lasts L`, `at T that takes L`. */
const LASTS =
  /T (?:(?:and|that|which|it|this|then|usually|always|will|is going to|should|would|about|exactly) )*(?:lasts?|lasted|lasting|takes?|took|taking|runs?|ran|running|goes on for|is L long|for)(?: for)? L/u
/** The way there, though it stands right behind the time. */
const WAY =
  /L (?:to (?:get|walk|drive|cycle|ride|go|travel|reach|be|the|my|work|school)|by (?:car|bus|train|bike|foot|tram)|on foot|away)|(?:be|been|being|(?<=(?:i|we|they) )(?:am|are)) (?:there|at|in|home|back|on time)|(?:arrive|arrives|get there|due|by T|until T|ready|end|ends|ended|finish|finishes|finished|over)/u
const ARRIVES = /(?<!\p{L})(?:arrive|arrives|arriving|arrival|get there|be there|reach|land|lands)(?!\p{L})/u
const LEAVES = /(?<!\p{L})(?:leave|leaves|go|set off|head out|set out|depart)(?!\p{L})/u
const JOURNEY =
  /(?<!\p{L})(?:leaves?|left|leaving|depart\p{L}*|set off|sets off|take off|takes off|took off|board\p{L}*|train|bus|flight|tram|ferry|plane|coach|boat|drive|driving|journey|trip|ride|walk|way|set out)(?!\p{L})/u
/** Work or a class ends at T: the way home comes after it. */
const ENDS_AT = /(?<!\p{L})(?:end|ends|ended|finish|finishes|finished|over|closes?|done)(?: \p{L}+){0,2} T/u
const SUBJECT =
  /(?:^|(?<!\p{L})(?:when|what time|at what time|which time|by when) )(?:does|do|did|will|must|should|can|could|has|have|is|are|was) (?:the|my|our|his|her|their|your|a|an) (?<noun>\p{L}+)(?: (?<second>\p{L}+))?/u
const RIDE =
  /(?<!\p{L})(?:bus|train|tram|flight|plane|ferry|coach|boat)(?: \p{L}+){0,3} T (?:\p{L}+ ){0,3}(?:ride|journey|trip|flight|crossing)(?: (?:is|takes|lasts|of|itself))* L/u
const MEALS =
  /(?<!\p{L})(?:soup|roast|potatoes|vegetables|sauce|rice|pasta|pie|cake|dessert|gravy|chicken|turkey|beef|lamb|fish|bread|pizza|quiche|lasagne|stew)(?!\p{L})/gu
const VERBS = new Set(
  'end ends finish start begin leave arrive have has need needs be over done out go come get'.split(' '),
)

export type Told = {
  /** The request with `T` for its time and `L` for its lengths. */
  readonly shape: string
  /** What stands before the question. */
  readonly told: string
  readonly question: string
  /** Whether a beginning is asked for. */
  readonly isStart: boolean
}

export function fitsRoles({ shape, told, question, isStart }: Told): boolean {
  if (told.trim() === '') return true
  const isEvent = EVENT.test(told)
  const isJourney = JOURNEY.test(told)
  if (isStart && LASTS.test(told) && !WAY.test(told)) return false
  if (
    isStart &&
    LEAVES.test(question) &&
    ENDS_AT.test(told) &&
    !/(?<!\p{L})(?:check-in|gate|counter|door|doors)(?!\p{L})/u.test(told)
  )
    return false
  if (!isStart && ARRIVES.test(question) && isEvent && !isJourney) return false
  // `The game starts at T, I need L to get there`: L lies before T.
  if (!isStart && ARRIVES.test(question) && isEvent && /(?:starts?|begins?|kicks off)(?: at)? T/u.test(told))
    return false
  // The ride begins where one has left already.
  if (isStart && RIDE.test(told)) return false
  const subject = SUBJECT.exec(question)?.groups
  if (subject !== undefined) {
    const nouns = [subject.noun ?? '', subject.second ?? ''].filter(word => word.length > 2 && !VERBS.has(word))
    if (nouns.some(noun => !new RegExp(`(?<!\\p{L})${noun.slice(0, 4)}`, 'u').test(told))) return false
  }
  // Somebody else needs the time: `I left at T and Tom needed L`.
  if (
    /T and (?!(?:it|i|we|he|she|they|you|then|the|my|our|a|an|his|her|there|that|this|is|was|which|will)(?!\p{L}))\p{L}+ (?:needed|needs|takes|took|leaves|left|has|had) (?:\p{L}+ )?L/u.test(
      told,
    )
  )
    return false
  if (/L (?:earlier|sooner|faster|slower)/u.test(shape)) return false
  // Two dishes may cook side by side.
  return new Set(told.match(MEALS) ?? []).size < 2
}

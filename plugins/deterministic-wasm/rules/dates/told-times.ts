/**
 * A time of day and lengths told in a story, and the time that follows from them: an arrival, an end, the latest start. It answers only
 * where what is asked for, the time and the lengths belong together.
 */
import type { Answer } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { moved } from './clock-shifts.ts'
import type { Moments } from './moments.ts'
import { fitsRoles } from './told-roles.ts'
import { readZone } from './zones.ts'

const ASKED =
  /(?:when|what time|which time|until when|till when|by when|at what time|latest time|arrival(?: time)?|end time|start time|finish(?:ing)? time|departure time|(?:end|over|finished|arrival)(?= ?$))(?!.*(?:when|what time|which time))(.*)$/u
const ENDS =
  /(?<!\p{L})(?:arrive|arrives|arrival|finish|finished|finishes|finishing|end|ends|over|done|ready|home|get there|be there|full|charged|dry|cooked|baked|land|lands|back|expire|expires|run out|runs out|valid|until|till|off|return|out|be in|reach|arriving|landing|stop|stopped)(?!\p{L})/u
const BEGINS =
  /(?<!\p{L})(?:leave|start|started|begin|began|begun|go|set off|depart|get up|wake|wake up|go bed|put|turn on|switch on|oven|head out|set out|be out|pick up|get going|get on|catch|cooking|preheat|light|into|in the|bed|departure|order)(?!\p{L})/u
const START_TOLD =
  /(?<!\p{L})(?:plugged in|plugged|set|leaves?|leaving|left|starts?|starting|started|begins?|began|departs?|departing|departed|departure|put|bought|parked|set off|from|take off|takes off|took off|goes in|went in|boards?|boarding|opened|now|since|taken|took|at)(?: (?:at|it|is|was|in|the|oven|about|from|home|there|on|off|my|a|car|ticket|it's|dishwasher|washing|machine|timer|movie|film|job|work|dryer|oven|cake|bread|shift|class|lesson|baking|cooking|house|office)){0,4} T|T (?:departure|start|now|flight|train|bus)|L (?:it's|it is|its)(?: now| already)? T(?!\p{L})|(?<!\p{L})(?:it's|it is|its)(?: now| already| only)? T (?:now )?(?:and )?(?:i |we |the |my )?(?:\p{L}+ ){0,3}L/u
const END_TOLD =
  /(?<!\p{L})(?:due|arrive|arriving|be there|be at|be in|be ready|be done|be home|be back|ready|by|until|till|get there|end|ends|ended|finish|finishes|eat|eating|dinner|lunch|guests|guest|come|coming|served|serve|serving|arrives?|appointment|meeting|starts?|begins?|opens|school|work|kick-off|kickoff|flight|train|bus|interview|class|exam|doors|show|deadline|check-in|gate|wedding|ceremony|table|party)(?: \p{L}+){0,4} T/u
const STORY_WORDS =
  "another first second half halves half-time halftime interval pause break transfer plugged full charged dry tumble fridge battery phone needs due dressed dress dressing i'm shower commute " +
  'train bus flight plane ferry coach tram movie film play concert show meeting class lesson course shift game match journey trip drive ride walk cake oven dinner lunch breakfast brunch guests guest roast turkey chicken lamb beef pork joint bread dough loaf potatoes lasagne casserole stew pizza pie recipe dish appointment parking ticket parked car meter school work office airport station interview exam kick-off doors commute ' +
  'leave leaves leaving left start starts starting started begin begins began depart departs departing departed departure put puts set off take takes took taking taken arrive arrives arriving arrival finish finished finishes end ends over done ready home back land lands landing go goes went going get gets up be by when what time last lasts lasting long need needs needed must should have has had until till into out of at in from for to and then plus cook cooks cooking cooked bake bakes baking baked rest rests resting rise rises prep preparation prepare preparing eat eats eating serve served serving on table come coming came bought buy buying valid expire expires run runs time same zone zones ' +
  'deadline job task kids kid children closes closed closing check-in gate bath story hair nap final whistle kick kicks kicked match ride walk final needed took drove walked cycled ran stayed stay staying stop stopped shop shops kindergarten nursery supermarket bank gym dropped picked pick must ready asleep alarm rings film itself whole stand-up laundry ' +
  'latest earliest there is the a it its i we they he she my our if that this want wants away total minutes hours turn switch wake bed sleep shower dressed walking driving way lead head reach boil simmer roasting proof proofing chill chilling cool cools cooling marinate marinating wash washing washer machine program programme cycle dishwasher charge charging charged download update nap timer alarm let about exactly later after before was will would does do did still today tonight tomorrow morning evening afternoon noon no stops'

const OWN_START =
  /(?<!\p{L})(?:i|we|he|she|they|you|shift|work) (?:usually |always )?(?:start|starts|started|begin|begins|began|arrive|arrives|arrived|come|comes|came|clock in|clocked in|clocks in)(?: (?!the |my |a )\p{L}+){0,3} T/u

/** What comes before the start. */
const ON_THE_WAY =
  /(?<!\p{L})(?:drive|driving|commute|walk|walking|ride|bus|train|tram|bike|journey|trip|way|there|ready|shower|breakfast|dressed|travel|traffic|car|get to)(?!\p{L})/u

/** A flight to or from a place whose clock we know. */
export const goesAbroad = (shape: string): boolean =>
  /(?<!\p{L})(?:flight|fly|flies|flying|plane|land|lands|landing)(?!\p{L})/u.test(shape) &&
  !/same time ?zone/u.test(shape) &&
  (shape.match(/\p{L}+(?: \p{L}+)?/gu) ?? []).some(words =>
    [words, ...words.split(' ')].some(name => name.length > 3 && readZone(name) !== null),
  )

/** The question begins with a leaving or a start: `must I leave home`, `do we have to start`. */
const LEAVES =
  /^(?:when|what time|which time|by when|at what time|latest time)(?: (?:at the latest|latest|must|should|do|does|can|could|have|has|need|needs|would|will|is|it|i|we|he|she|they|you|the|to))*? (?:leave|start|begin|set off|depart|head out|set out|get going|go into|go in|be put|put it)(?!\p{L})/u

/** Questions in few words: `leave when?`, `latest start?`, `bedtime?`. */
function askedPlainly(shape: string): string {
  return shape
    .replace(/(?<=[TL] (?:- )?)(?!(?:until|till|til|by) )((?:\p{L}+ ){1,4})(?:when|at what time)$/u, 'when $1')
    .replace(
      /(?<=[TL] (?:- )?)(leave|leaving|start|set off|ready|done|out|finished|finish|over|end|arrive) at$/u,
      'when $1',
    )
    .replace(
      /(?<=(?:exam|test|film|movie|match|game|class|lesson|meeting|lecture|show|concert|interview|course|session|workshop|flight|train|bus|call|play|appointment)(?: \p{L}+)? )T (?:duration|length|running time|runtime|lasting|time|lasts)(?: (?:is|of))? (?=L)/u,
      'starts T lasts ',
    )
    .replace(
      /(?:when|what time)(?: (?:should|must|do|does|will|to|i|we|the|my|need|have))* (?:set )?(?:the |my |our )?alarm(?: (?:go off|ring|be|for|clock|be set|to|going off))*$/u,
      'when get up',
    )
    .replace(
      /(?:what's|what is|whats) the latest (?:time )?(?:that )?(i|we) (?:can|could|should|have to|must) (?=leave|start|set off|go)/u,
      'when must $1 ',
    )
    .replace(/(?:^| )(?:the )?(?:my )?bedtime$/u, ' when go bed')
    .replace(/(?:^| )(?:the )?latest (?:possible )?(?:start|departure|leaving|starting)(?: time)?$/u, ' when start')
    .replace(/(?<=[TL] (?:- )?)(arrive|arriving|land|landing|ready|done|departure)$/u, 'when $1')
    .replace(/(?<=(?:ended|finished|over|ends|stopped)(?: at)? T )after (?=L)/u, 'lasting ')
    .trim()
}
/** The way there is told, and a train that leaves. */
const TO_STATION =
  /L (?:\p{L}+ ){0,3}(?:to|for) (?:\p{L}+ ){0,2}(?:station|stop|airport|harbou?r|port|platform|terminal)|(?:walk|drive|way|ride|get) to (?:the )?(?:\p{L}+ )?(?:station|stop|airport|harbou?r|port|platform|terminal)(?: \p{L}+){0,2} L/u
const VEHICLE = /(?<!\p{L})(?:train|bus|tram|flight|plane|ferry|coach|boat)(?: \p{L}+){0,3} T/u
const STAYS = /(?<!\p{L})(?:stays?|staying|visit|visits|visiting|hangs? out)(?!\p{L})/u
const STAYED =
  /(?<!\p{L})(?:arrives?|arriving|arrived|come|comes|coming|came|get there|gets there|get here|there|here)(?: \p{L}+){0,3} T (?:and )?(?:\p{L}+ ){0,2}?(?:stays?|staying|stayed)(?: \p{L}+){0,2} L$|(?<!\p{L})(?:arrives?|come|comes)(?: \p{L}+){0,3} T (?:and )?(?:we |they |i |he |she )?(?:want to |will )?stays? (?:for )?L/u
/** Who gets up at a time goes to bed so long before. */
const UP = /(?<!\p{L})(?:get up|wake up|be up|up|alarm|rings?)(?: \p{L}+){0,3} T/u

const BED =
  /(?<!\p{L})(?:bed|asleep|sleep)(?: \p{L}+){0,3} T(?!\p{L}).*(?:(?:need|want|wants|needs|get|sleep|have) (?:to sleep |at least )?(?:for )?L(?: of sleep| sleep)?) .*(?:alarm|wake(?: up)?|get up)(?: for)?$/u
const RISE =
  /(?<!\p{L})(?:wake up|get up|be up|up|alarm(?: is| rings| goes off)?(?: set)?)(?: (?:at|for|by)){0,1} T(?!\p{L}).*(?:L of sleep|L sleep|sleep (?:for )?L) .*(?:bed|asleep|to sleep|go to sleep|fall asleep)$|sleep (?:for )?L .*(?:wake up|get up|be up|up)(?: (?:at|by)) T .*(?:bed|asleep|sleep)$/u
const NIGHT_WORDS =
  'if bed asleep sleep sleeping alarm wake up get set rings goes off when what time should must do at need needs want wants for hours least tonight tomorrow morning go fall by latest be'
/** `go to bed at T and need L of sleep, when should I set the alarm`, and the other way round. */
function slept(shape: string, moments: Moments): Answer | null {
  if (!shape.includes('sleep') && !shape.includes('bed')) return null
  // One person's night.
  if (/(?<!\p{L})(?:i|my)(?!\p{L})/u.test(shape) && /(?<!\p{L})(?:she|he|they|her|his)(?!\p{L})/u.test(shape))
    return null
  const [isAhead, isBack] = [BED.test(shape), RISE.test(shape)]
  if (isAhead === isBack || moments.lengths.length !== 1 || !/(?:when|what time)/u.test(shape)) return null
  return isTold(shape, { words: NIGHT_WORDS, names: 0 }) && !/at least|not/u.test(shape) ? moved(moments, isBack) : null
}

/** `the roast needs 3 h 20 min, guests eat at 19:00, when must it go in the oven`. */
export function toldTime(moments: Moments): Answer | null {
  if (moments.times.length === 0) return byHour(moments)
  const { times, lengths } = moments
  const shape = askedPlainly(moments.shape)
  if (times.length !== 1 || lengths.length === 0 || lengths.length > 3 || /[DMYSNCIXVOW]/.test(shape)) return null
  if (
    /(?<!\p{L})(?:late|delayed|delay|early|sooner|faster|traffic|unless|each|every|per|average|speed|how long|how many|except|zone(?! )|ahead|behind)(?!\p{L})/u.test(
      shape.replace(/same time zone/u, ' '),
    )
  )
    return null
  const night = slept(shape, moments)
  if (night !== null) return night
  const asked = ASKED.exec(shape)
  if (asked === null || /[TL]/.test(asked[1] ?? '')) return null
  // Another zone may be meant by where the journey goes; `after 20 minutes of ads` may be inside or outside.
  if (
    /(?<!\p{L})(?:local|time there|their time|over there)(?!\p{L})|(?:after|before) L|L of (?!sleep)\p{L}/u.test(
      shape,
    ) ||
    goesAbroad(shape)
  )
    return null
  const question = `${asked[0]}`
  const told = shape.slice(0, asked.index)
  // Who starts work at a time asks when to go home.
  const isLeaving =
    /(?<!\p{L})(?:go|leave|stop|off|out)(?: home| work)?(?!\p{L})/u.test(question) &&
    OWN_START.test(told) &&
    !(/(?<!\p{L})(?:she|he|they)(?!\p{L})/u.test(told) && /(?<!\p{L})(?:i|we)(?!\p{L})/u.test(shape)) &&
    !ON_THE_WAY.test(told)
  // Who starts work at a time has been on the way before.
  if (
    /(?<!\p{L})commut\p{L}*/u.test(shape) &&
    OWN_START.test(told) &&
    !/(?<!\p{L})(?:leave|set off)(?!\p{L})/u.test(question)
  )
    return null
  // Who comes at a time and stays leaves later.
  if (STAYS.test(shape))
    return STAYED.test(told) &&
      /(?<!\p{L})(?:leave|leaves|go|goes|go home|gone)(?!\p{L})/u.test(question) &&
      lengths.length === 1 &&
      isTold(shape, { words: STORY_WORDS, names: 1 })
      ? moved(moments, false)
      : null
  // Where both are said, the first verb is what is asked for: `when must I leave home to be there`.
  const [toEnd, toStart] = [question.search(ENDS), question.search(BEGINS)]
  const isFirst = toStart >= 0 && (toEnd < 0 || toStart < toEnd) && (toEnd < 0 || LEAVES.test(question))
  const isEnd = isLeaving || (toEnd >= 0 && !isFirst)
  const isStart = !isLeaving && (isFirst || (toStart >= 0 && toEnd < 0))
  if (isEnd === isStart || (!isLeaving && !isFirst && toStart >= 0 && toEnd >= 0)) return null
  // `I come L before` is no way that takes so long, and what is on now has begun.
  if (isEnd && /L (?:before|earlier|early|prior|in advance)(?!\p{L})/u.test(shape)) return null
  if (isStart && /(?<!\p{L})(?:it's|it is|its)(?: now| already)? T(?!\p{L})/u.test(told)) return null
  if (!fitsRoles({ shape, told, question, isStart })) return null
  if (isEnd && !isLeaving && !START_TOLD.test(told)) return null
  if (
    isStart &&
    !(
      END_TOLD.test(told) ||
      (UP.test(told) && /(?<!\p{L})sleep/u.test(told) && /(?<!\p{L})(?:bed|sleep|asleep)(?!\p{L})/u.test(question)) ||
      /T (?:appointment|meeting|dinner|lunch|start|flight|train|guests)/u.test(told)
    )
  )
    return null
  if (/(?<!\p{L})(?:start|begin)/u.test(question) && /(?<!\p{L})(?:starts?|begins?)(?: \p{L}+)? T/u.test(told))
    return null
  // What leaves at T may be reached before: the way to the station comes first.
  const isReached = TO_STATION.test(told) && VEHICLE.test(told)
  if (isStart && !isReached && /(?<!\p{L})(?:left|leaves?|departed|bought)(?: \p{L}+){0,2} T/u.test(told)) return null
  if (
    lengths.length > 1 &&
    !/L (?:\p{L}+ ){0,4}?(?:and|plus|then|[+]|followed by|break|breaks|stop|pause|second half|half-time|halftime|interval|transfer|another|to|after that|afterwards) (?:\p{L}+ ){0,4}?L/u.test(
      told,
    )
  )
    return null
  // One part of several may be what is asked for.
  if (lengths.length > 1 && /(?<!\p{L})(?:first|second|half|halves|part)(?!\p{L})/u.test(question)) return null
  // What came after the arrival is no part of the way.
  if (lengths.length > 1 && /(?<!\p{L})wait\p{L}*/u.test(shape)) return null
  if (!isTold(shape.replace(/ [-+/] /g, ' '), { words: STORY_WORDS, names: lengths.length > 1 ? 1 : 2 })) return null
  return moved(moments, isStart)
}

const HOUR =
  /(?<!\p{L})(?:at|by|till|until|for) N(?= (?:and|but|with|then|it|the|i|we|so|when|what|how|if|my|lasts?|takes?|for L|drive|journey|walk|L)(?!\p{L})|$)/u
/** `be there at 9`: morning or evening is all the same where nothing goes past twelve. */
function byHour(moments: Moments): Answer | null {
  const { numbers, lengths, shape } = moments
  const hour = Number(numbers[0])
  if (
    numbers.length !== 1 ||
    lengths.length === 0 ||
    !(hour >= 1 && hour <= 12) ||
    !Number.isInteger(hour) ||
    !HOUR.test(shape)
  )
    return null
  const total = lengths.reduce((sum, { seconds }) => sum + seconds, 0)
  const [start, text] = [hour * 3_600, String(hour)]
  if (start - total < 3_600 && start + total >= 46_800) return null
  const time = { text, seconds: start, isTwelve: false, hasSeconds: false, isEnd: false }
  const answer = toldTime({
    ...moments,
    numbers: [],
    times: [time],
    shape: shape.replace(HOUR, found => found.replace('N', 'T')),
  })
  const isBack =
    answer?.reply.values.how !== undefined &&
    'literal' in answer.reply.values.how &&
    / before /u.test(String(answer.reply.values.how.literal))
  const end = isBack ? start - total : start + total
  return end >= 3_600 && end < 46_800 ? answer : null
}

const VALID = /(?:valid|lasts?|good|paid|covers?) (?:for )?L/u
/** `the ticket was bought 13:42 and is valid 90 minutes, till when`. */
export function validUntil(moments: Moments): Answer | null {
  const { times, lengths, shape } = moments
  if (times.length !== 1 || lengths.length !== 1 || /[DMYSNCIXVOW]/.test(shape) || !VALID.test(shape)) return null
  if (
    !/(?:till|until|til|to|by) when|when|what time/u.test(shape) ||
    // What lasts may be a film, and the question one for the bus.
    (/lasts? (?:for )?L/u.test(shape) &&
      !/(?:till|until|til|to|by) when|expire|run out|ticket|pass|parking|permit/u.test(shape)) ||
    !/(?:bought|from|since|at|start|started|stamped|paid|issued|validated|printed|activated) (?:at )?T/u.test(shape)
  )
    return null
  return isTold(shape, {
    words: `${STORY_WORDS} if good paid covers stamped issued validated printed activated til day pass`,
  })
    ? moved(moments, false)
    : null
}

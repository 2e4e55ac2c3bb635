/**
 * What people tell around a measure and what changes nothing of it: who asks, what a label says, why they need it. A word that could
 * say of what shape something is, how often it counts, or under what condition, is never part of it.
 */

/** Words of place, day and doing that no rule of measures has to know. */
export const SCENERY =
  'uncle aunt driver lorry carpenter builder neighbour neighbor brochure flyer leaflet label sticker manual instructions packaging website advert catalogue recipe doctor nurse coach trainer teacher lad meadow pasture orchard marked kind sir madam dear honestly somehow just sunday monday tuesday wednesday thursday friday saturday morning evening afternoon tonight home house there supposed going read holiday abroad america american england english germany german europe european everyone said hey folks guys yeah yep lol haha oops wow anyway though cheers kindly plz thx ta needed please plan planning project diy hobby work job school homework test'

/** `the lorry driver asks`, `my brother says that`: of whom it is, and not of the measure. */
const SAID =
  /(?<![\p{L}'’-])(?:and |but |so )?(?:the|my|our|his|her|their|your|an?) (?:[\p{L}'’-]{2,14} ){1,3}(?:says|said|asks|asked|asks me|asked me|wants to know|needs to know|wonders|claims|tells me|told me)(?: that| it's| it is| me| us)?(?!\p{L})/gu

/** A beginning without a measure, in which somebody does something: `We're pouring the base for the shed on Saturday,`. */
const SETTING =
  /^(?:so |well |ok |hi |hey )?(?:i|we|he|she|they|(?:my|our|the) [\p{L}-]{2,14})(?:'m|'re|'s| am| are| is| was| were)? (?:just |currently |now |going to |about to |still |both )*[\p{L}]{2,14}ing [^A-Z,;:?]{3,80}, (?=[^,]*[A-Z])/u
/** What says more of the thing than that it is there. */
const SHAPING =
  /(?<!\p{L})(?:not|no|never|only|each|every|twice|thrice|double|half|both|all|except|without|with|if|unless|or|than|but|minus|plus|per|between|inside|outside|around|off|less|more|extra|what|how|which|why|when|until|till|before|after|instead|write|draw|explain|describe|story|poem|essay|advice|tips|help)(?!\p{L})|shaped|gonal|angular|(?<!\p{L})(?:oval|round|circular|curved|taper\p{L}*|slop\p{L}*|irregular|semi\p{L}*|hollow|slant\p{L}*|crooked|triang\p{L}*|cylind\p{L}*|con(?:e|ical)|sphere|ball|ring|arch\p{L}*|pyramid\p{L}*|trapez\p{L}*|square|cube|wedge)(?!\p{L})/u

/** Rule after rule looks at the same shape. */
const known = new Map<string, string>()

export function withoutScene(shape: string): string {
  let bare = known.get(shape)
  if (bare === undefined) {
    if (known.size >= 128) known.clear()
    bare = cut(shape)
    known.set(shape, bare)
  }
  return bare
}

function cut(shape: string): string {
  const plain =
    shape.includes(' say') || /ask|said|know|claim|wonder|t[eo]l[dl]/u.test(shape) ? shape.replace(SAID, ' ') : shape
  const setting = SETTING.exec(plain)?.[0]
  return setting === undefined || SHAPING.test(setting) ? plain : plain.slice(setting.length)
}

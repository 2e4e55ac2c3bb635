/** The words of a request about moments that carry nothing, and a shape without them. */
const FILLERS = new Set(
  (
    'a an the this that these those it its is are was were be been being am do does did has have had will would can could ' +
    "i im i'm me my we we're our us you your he she they his her their of on in at for with so then just please pls plz thanks thank hi hey hello ok okay kindly " +
    "what what's whats which tell give show find get say know want need would like exact exactly only there here calculate work out figure compute and falling falls fall lies lie land lands"
  ).split(' '),
)

/** A shape without the words that carry nothing. */
export const reducedOf = (shape: string): string =>
  shape
    .split(' ')
    .filter(word => !FILLERS.has(word))
    .join(' ')

/**
 * What is left of a request about moments when the words that only set its scene are gone: `the bus comes every L from T, which is the
 * first after T` is `every L T first after T`. A form is a pattern over what is left, so one word nobody knows, and it fits none.
 */
import { EVERYDAY } from '../stories/vocabulary.ts'

/** Small words, people, things and places that a moment may be told with. */
const SCENE = new Set(
  (
    "a an the this that these those it its it's is are was were be been being am i'm i i'd i'll i've we we're we've you your he she they my our his her their me us them " +
    "but long's how's day's it'll " +
    'do does did has have had having will would can could of on in so then just please pls plz thanks thank hi hey hello ok okay and also as for with which what ' +
    "what's whats when when's whens who whose how many much long tell give show find get say know want need needs like exactly only there here calculate work out figure " +
    'bus buses train trains tram trams ferry ferries boat boats ship shuttle metro subway coach plane flight flights cab taxi lift departure departures stop station port airport platform timetable schedule schedules leave leaves leaving left depart departs departing departed run runs running go goes going went gone come comes coming came drive drives ' +
    'catch miss missed take takes took taking taken arrive arrives arriving arrived reach get gets board ride reminder alarm rings ring rung bell chime doctor nurse patient hospital tablet tablets pill pills drop drops dose doses dosage antibiotic antibiotics medicine medication inhaler injection insulin vitamin feed feeds feeding bottle bottles baby nappy walk dog cat cow watering water plants plant ' +
    'meeting meetings class lesson lecture course exam movie film show concert gig game match party dinner lunch breakfast brunch appointment interview call session webinar shift shifts school office home house shop gym kid kids child son daughter wife husband friend boss colleague people job ' +
    'clock time times clocktime day days date weekday exact right now currently reading chart list plan table notes calendar week falls fall falling land lands happen happens happened happening open opens scheduled planned'
  ).split(' '),
)

/** `keep` names the words that a form reads; every other word that is no letter and no scene stays too, and fits none. */
export function skeletonOf(shape: string, keep: ReadonlySet<string>): string {
  return shape
    .split(' ')
    .filter(word => /^[A-Z]$/.test(word) || keep.has(word) || !(SCENE.has(word) || EVERYDAY.has(word)))
    .join(' ')
}

export const kept = (words: string): ReadonlySet<string> => new Set(words.split(' '))

/** The words around a question that name nothing: no verb of what is done on a day, no thing that goes on. */
const SMALL = new Set(
  (
    "a an the this that these those there it is are was were be been do does did will would has have had can could i we you me us so then and just only please pls plz thanks hi hey hello ok tell give show find say know want need like calculate exactly what what's whats which when's how many much " +
    'right now question quick my our also as with'
  ).split(' '),
)
const WORK_OUT = /(?<!\p{L})work out(?!\p{L})/gu

/** As `skeletonOf`, where scenery would change what is asked: `how many Mondays do I work until Christmas`. */
export const strictSkeletonOf = (shape: string, keep: ReadonlySet<string>): string =>
  shape
    .replace(WORK_OUT, ' ')
    .split(' ')
    .filter(word => word !== '' && (/^[A-Z]$/.test(word) || keep.has(word) || !SMALL.has(word)))
    .join(' ')

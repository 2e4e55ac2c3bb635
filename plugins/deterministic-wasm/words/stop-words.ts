/**
 * The most frequent function words of nine languages: they carry no topic, and they tell a language apart.
 * Written by hand from common knowledge of each language; a hint, not a dictionary.
 */
export const STOP_WORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  de: setOf(
    'aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den der des die dies diese dieser doch du durch ein eine einem einen einer er es für haben hat ich ihr im in ist ja kann mein mit nach nicht noch nur oder ohne sein sich sie sind so über um und uns unter vom von vor war was wenn wer wie wir wird wurde zu zum zur',
  ),
  en: setOf(
    'a about after all also am an and any are as at be because been before being but by can could did do does for from get had has have he her here him his how i if in into is it its just like may me might more most my new no not now of on one only or other our out over please shall she should so some such than that the their them then there these they this those to too under up us was we were what when where which while who why will with would you your',
  ),
  es: setOf(
    'a al algo como con cual cuando de del desde donde dos el ella ellos en entre era es esta este esto fue ha hasta hay la las le les lo los más me mi mis muy nada ni no nos o otra otro para pero poco por porque que qué quien se ser si sí sin sobre son su sus también te tiene todo tu un una uno y ya yo',
  ),
  fr: setOf(
    'à alors au aucun aussi autre aux avec avoir car ce ces cet cette comme dans de des du elle en est et être fait il ils je la le les leur lui mais même mes moi mon ne nos notre nous on ou où par pas peut plus pour qu que qui sa sans ses si son sont sur ta te tous tout très tu un une vos votre vous y',
  ),
  it: setOf(
    'a ad al alla anche che chi ci come con cui da dal dalla dei del della delle di dove e è ed era essere gli ha hanno ho i il in io la le lei lo loro lui ma mi mia molto ne nei nel nella non o per perché più quale quando quella quello questa questo se sei si sono sua sul sulla suo tra tu tutti tutto un una uno voi',
  ),
  nl: setOf(
    'aan al als bij dan dat de deze die dit door een en er ge geen had heb heeft het hij hoe hun ik in is je kan maar me meer men met mij naar niet nog nu of om omdat onder ons ook op over te tot uit van veel voor waar was wat we werd wie wij wil worden zal ze zich zij zijn zo zou',
  ),
  pl: setOf(
    'a ale bo by był była być co czy dla do gdzie go i ich ja jak jako jego jej jest jeszcze już kiedy kto która które który ma mi może na nad nie niż o od oraz po pod przez przy są się ta tak także tam te tego tej ten to tu tylko tym w we wszystko z za ze że',
  ),
  pt: setOf(
    'a ao aos as até com como da das de dela dele depois do dos e é ela ele em entre era essa esse esta este eu foi há isso isto já lhe mais mas me mesmo meu minha muito na não nas nem no nos nós o os ou para pela pelo por porque quando que quem se sem ser seu sua são só também te tem um uma você',
  ),
  sv: setOf(
    'all att av barn bara blev bli de dem den denna det detta dig din dit du där efter ej eller en er ett från för ha hade han hans har hon hur här i icke ingen inte jag ju kan kunde man med mellan men mig min mot mycket ni nu när och om oss på sedan sig sin skulle som så till under upp ut utan vad var vara vi vid vilken än är över',
  ),
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '))
}

const ALL = new Set(Object.values(STOP_WORDS).flatMap(words => [...words]))

/** Whether a lower-cased word is a function word of the language, or of any where none is named. */
export function isStopWord(word: string, language?: string): boolean {
  const words = language === undefined ? ALL : STOP_WORDS[language]
  return (words ?? ALL).has(word)
}

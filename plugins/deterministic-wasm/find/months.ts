/** Names of the months in English, German, French, Spanish, Italian, Dutch and Portuguese, with their usual short forms. */
const NAMES: readonly string[] = [
  'jan january januar jänner janvier janv enero ene gennaio gen januari janeiro',
  'feb february februar feber février fevrier févr fevr febrero febbraio februari fevereiro fev',
  'mar march märz maerz mär mrz mars marzo maart mrt março marco',
  'apr april avril avr abril abr aprile',
  'may mai mayo maggio mag mei maio',
  'jun june juni juin junio giugno giu junho',
  'jul july juli juillet juil julio luglio lug julho',
  'aug august août aout agosto ago augustus',
  'sep sept september septembre septiembre settembre set setembro',
  'oct october oktober okt octobre octubre ottobre ott outubro out',
  'nov november novembre noviembre novembro',
  'dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro',
]

/** Month number as text, by lower-case name. */
export const MONTHS: ReadonlyMap<string, string> = new Map(
  NAMES.flatMap((names, index) => names.split(' ').map(name => [name, String(index + 1)] as const)),
)

/** Whether words ask or order something, by how they begin. */
import { stripCourtesy } from './strip-courtesy.ts'

/** How requests begin. */
export const ASKS =
  /^(?:(?:in|on|at|by|from|until|till) (?:what|which|how)|what|whats|how|which|when|who|where|is|are|convert|calculate|compute|count|sum|add|find|sort|extract|list|give|show|tell|multiply|divide|subtract|increase|decrease|reduce|remove|dedupe|deduplicate|encode|decode|hash|evaluate|solve|total|split|round(?! (?:\p{L}+ )?(?:tables?|tablecloth|pools?|tins?|cakes?|pizzas?|garden|flower|bed|pond|tank|plate|window|room|tower|pipe|rug|mirror|pan|hole|column|pillar|field|bales?)(?!\p{L}))|uppercase|lowercase|capitali[sz]e|reverse|trim|make|change|turn|put|write|get|work|figure|determine|i need|i want|can|could|would|will|please|rank|order|group|average|base64|spell|trim|join|replace|replaces|invert|flip|truncate|minify|validate|format|pretty|slugify|rot13|last|first|next|born|if|dinner|roman|binary|prime|gcd|lcm|bmi|speed|area|volume|perimeter|circumference|compound|simple|monthly|net|percentage|percent|time|current time|factor|factorize|number of|top|(?:business |working )?(?:days|weeks|months|years) (?:until|till|between|from|since)|median|mean|total|standard deviation|sqrt|square root|gcd|hcf|least|greatest|half|double|triple|twice|group|dedup|md5|sha\d*|sha-\d+|url|strip|collapse|normali[sz]e|pull|collect|filter)(?!\p{L})/iu

/** Orders that are taken off as courtesy: what stands behind them is asked for. */
export const GIVES =
  /^\s*(?:(?:please|pls|plz|kindly|hi|hello|hey|so|ok|okay|just|now|can you|could you|would you|can u|and|then)[ ,]+){0,3}(?:give|tell|show|send) (?:me|us) the /iu

/** How requests begin that no rule answers, and words that lead to another request. */
export const MORE_REQUESTS =
  /^(?:(?:an?|one|some) (?:\p{L}+ ){0,3}\p{L}{3,}|something \p{L}+|what'?s|whos|who's|comment|correct|guess|answer|give|state|add a|name|compose|sum up|tell|why|explain|translate|write|describe|compare|discuss|summari[sz]e|say|then|also|please|do|does|did|should|suggest|recommend|help|draft|rewrite|check(?!-)|tell)(?!\p{L})/iu

/** A part that orders or asks. */
const orders = (part: string): boolean => {
  const bare = stripCourtesy(part)
  return (
    MORE_REQUESTS.test(part.trim()) || bare.opener !== 'none' || ASKS.test(bare.text) || MORE_REQUESTS.test(bare.text)
  )
}
/** The same, or one that begins as a calculation. */
export const asks = (part: string): boolean => orders(part) || /^[-(√$€£¥⟦\uE000]?\d/.test(stripCourtesy(part).text)

/** Whether a sentence asks by itself, so that it is no part of a story. */
export const isQuestion = (head: string): boolean =>
  /\?\s*$/.test(head) || (orders(head) && !STATES.test(head.trim()) && !SUPPOSES.test(head.trim()))
/** `If I double it and add 5 I get 17.`, `First term 5.` */
const SUPPOSES =
  /^(?:the )?first term |^if (?!.*(?<!\p{L})(?:what|which|how|when|where|who|why|whether|should|is it|do i|can i)(?!\p{L}))/iu
/** `A ramen costs 1,200 yen.`, `Total 83.50.`, `Half of the 62 members voted.`: said, though it begins like a request. */
const STATES =
  /^work(?:s|ed|ing)? (?:from |at )?\d|^half (?:of )?(?:the |my |our |these |those |all )+\d+ [\p{L}'-]+ (?!(?:plus|minus|times|and|or|divided|less|more|in|as|to|per|by|is|are)(?!\p{L}))[\p{L}'-]+|^(?:the )?(?:speed|area|volume|perimeter|circumference)(?: of (?:an?|the|my|this|our) [\p{L} -]{2,30})? (?:is|was|=) \d[^?:]{0,40}$|^(?:speed|area|volume|perimeter|circumference) \d[\d.,]* ?[\p{L}/²³]{1,8}\.?$|^born (?:on |in )?(?:the )?[\d\p{L}.,/ -]{3,24}\.?$|^(?:date of birth|dob|birthday)(?!\p{L})[^?]{1,30}\.?$|^i (?:need|want) (?:it |them |this )?(?:for |to make )?(?:about |only )?(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|twelve)(?!\p{L}))|^i (?:need|want) (?:to (?:buy|get|have) )?(?:an?|the|some|this|that) (?:[\p{L}'-]{2,20} ){1,4}(?:for|at|costing|that costs) [€$£₹]?\d[^?]{0,60}$|^split(?: (?:it|everything|all|the (?:bill|costs?)))? (?:evenly|equally|fairly)\.?$|^list price(?: is| was|:)? [€$£₹]?\d|^(?:compound|simple) interest[,:] |^(?:the )?(?:average|mean)(?: [\p{L}\d'-]{1,20}){1,6} (?:is|was) \d[\d.,]*\.?$|^(?:an?|one|dinner|lunch|(?:sub)?total|net|gross|monthly|yearly|annual|first|last)(?: [\p{L}'-]{1,20}){0,4}?(?: (?:is|was|are|were|costs?|has|had|weighs?|holds?|sells|takes?|uses?|needs?|contains?|comes?|goes|went|earns?|pays?|charges?|leaves?|departs?|lands?|arrives?|starts?|begins?|runs?|lasts?|opens?|closes?|flies|works?|makes?|produces?|prints?|covers?|drives?|travels?|moves?|flows?|fills?|loses?|leaks?|gets?|drinks?|eats?|carries|burns?|delivers?|pumps?|measures?)(?!\p{L})|:? (?:Rs\.? |[A-Z]{3} )?[€$£₹¥]?\d)|^an? (?:[\p{L}-]{1,20} ){1,6}(?:of |with |at )?\d[\d.,]* ?(?:mm|cm|k?m|k?g|ml|l|km\/h|mph|miles?|litres?|liters?|metres?|meters?|feet|ft|inch(?:es)?|pounds?|lbs?)(?!\p{L})[^?:]{0,80} (?:rolls?|runs?|drives?|needs?|weighs?|is|has|holds?|goes|makes?|covers?|fills?|moves?|leaves?|flows?|takes?|uses?|travels?|flies|stands?|fits?)(?!\p{L})/iu

/** Words that change the rules for what is asked elsewhere: beside them a plain calculation may be the wrong one. */
export const SETTING =
  /(?<!\p{L})(?:assum(?:e|es|ing)|suppos(?:e|ing)|pretend|imagine|if|given(?! (?:on|in|at|away|out|orally)(?!\p{L}))|let(?:'s|’s)? say|in a world|base (?!(?:2|8|10|16)(?!\d))\d+|modulo|hypothetically|(?:re)?define|wrong answers?|riddle|(?<!(?:tell|give|know|write|make|crack)(?: me| us)?(?: an?| another| any| some| one)? )joke|trick)(?!\p{L})|(?:^|[\n.,;] ?)in (?:binary|hex|hexadecimal|octal)(?=,| what| how)/iu

/** How questions begin that no rule answers. */
const FOR_MODEL =
  /^(?:why|explain|should (?:i|we)|how (?:come|do (?:i|we|you)|can (?:i|we)|should)|what (?:do you think|would you)|recommend|suggest)(?!\p{L})/iu

export const isForModel = (sentence: string): boolean => FOR_MODEL.test(stripCourtesy(sentence).text)

const SET_BEHIND =
  /\s(?:when|if|while|once|given|assuming|suppose) (?:that )?(?:it(?:'s| is| was)|its|the (?:time|clock|date|day) (?:is|was|says)|today (?:is|was)|today's) (?=\S*\d|noon|midday|midnight|half|quarter|mon|tue|wed|thu|fri|sat|sun)/iu

/** Where a sentence says the moment that all of it is about; its length where it says none. */
export function settingOf(head: string): number {
  return SET_BEHIND.exec(head)?.index ?? head.length
}

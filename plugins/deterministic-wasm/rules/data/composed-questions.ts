/**
 * Questions about a table that are put together freely: what is asked, columns, cells, comparisons, days, an order, a number, a group.
 * Each word has to be one of these; whatever has two readings is left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { isRounding, takeRounding } from '../message/rounding-wish.ts'
import type { Answer } from '../rule.ts'
import { answerQuery } from './composed/answer-query.ts'
import { withMadeColumn } from './composed/made-columns.ts'
import { readQuery } from './composed/read-query.ts'
import { sortQuery } from './composed/sort-query.ts'
import { readTokens } from './composed/tokens.ts'
import { asksAhead, type DataRequest, matchWith, NAMES_ONLY, withWish } from './data-request.ts'

const WHETHER = /^(?:(?:so|and|check if|tell me if) )*(?:is|are|was|were|does|did|do|has|have|can|should|will) /iu

function read(request: DataRequest): Answer | null {
  if (request.kind !== 'table' || request.ragged.length > 0 || asksAhead(request)) return null
  if (request.pieces.some(piece => WHETHER.test(piece))) return null
  const answer = (pieces: readonly string[], decimals?: number): Answer | null => {
    const asked = { ...request, pieces }
    const tokens = readTokens(asked)
    if (tokens === null) return null
    const sorted = decimals === undefined ? sortQuery(tokens, asked) : null
    if (sorted !== null) return NAMES_ONLY.test(request.around) ? null : sorted
    const made = withMadeColumn(tokens, asked)
    const query = made === null ? null : readQuery(made.tokens, made.request.table)
    if (made === null || query === null) return null
    return answerQuery(query, decimals === undefined ? made : { ...made, decimals })
  }
  return withWish(request.pieces, pieces => answer(pieces)) ?? eachRounded(request.pieces, answer)
}

/** `average rating per cafe, one decimal`: every figure of the table is rounded. */
function eachRounded(
  pieces: readonly string[],
  answer: (pieces: readonly string[], decimals: number) => Answer | null,
): Answer | null {
  const last = pieces.at(-1) ?? ''
  const isApart = pieces.length > 1 && isRounding(last)
  const wish = takeRounding(isApart ? `value ${last}` : last)
  if (wish === null) return null
  const found = answer(isApart ? pieces.slice(0, -1) : [...pieces.slice(0, -1), wish.text], wish.decimals)
  return found?.reply.how?.startsWith('Rounded to') === true ? found : null
}

export const composedQuestionRules: readonly PlannerRule[] = [
  {
    id: 'data-composed',
    reason:
      'Answers questions about a pasted table that are put together of its columns, its cells, comparisons, days, an order or a group.',
    order: 366,
    examples: {
      yes: [
        'which three sold best?\nproduct,units\nmuffin,64\ncroissant,112\nbagel,58\npretzel,97\nbrownie,41',
        'who is the youngest?\nname,born\nHeidi,1961-04-02\nOtto,1958-11-30\nRuth,1960-01-15',
        'how many km in May?\ndate;km\n03.05.2026;412\n19.05.2026;530\n02.06.2026;388',
        'invoices over 500 only, list the numbers\nno;amount\nR-101;480.00\nR-102;1,120.00\nR-103;505.50',
        'which posts went over budget?\npost;budget;actual\ntravel;1200;1345\nfood;400;362',
        'open tasks per person\n| Task | Owner | Status |\n|---|---|---|\n| Hall | Jo | done |\n| Tap | Sam | open |\n| Tiles | Jo | open |',
        'how many visitors on the weekend?\nday,visitors\nThu,88\nFri,210\nSat,305\nSun,280',
        'what happens after 12?\ntime,event\n09:05,start\n11:15,talk\n12:30,lunch\n14:00,workshop',
        'share of orders that are paid in percent\norder,customer,status,total\n1,Roy,paid,30\n2,Sue,open,45\n3,Roy,open,20',
        'which tickets are not closed yet\nticket,opened,closed\nT1,2026-10-01,2026-10-04\nT2,2026-10-02,',
        'which author wrote the most books\nbook,author,pages\nDune,Herbert,412\nEmma,Austen,474\nPersuasion,Austen,249',
        'sort by year newest first, only titles\nbook,year\nDune,1965\nEmma,1815\nIt,1986',
        'where was it cheapest per night?\ncity,nights,total\nPorto,3,255\nMadrid,2,210\nSevilla,4,300',
        'which product grew the most in percent\nproduct,2024,2025\nbikes,400,460\nlocks,80,100',
        'savings per month (income - expenses)\nmonth,income,expenses\nJan,2400,1980\nFeb,2400,2150',
        'add a column total = qty*price and tell me the grand total\nname,qty,price\npen,10,1.20\npad,4,2.75',
        'average rating per cafe? round to one decimal\ncafe,rating\nRosa,4\nBlau,3\nRosa,5\nBlau,4\nRosa,5',
      ],
      no: [
        'average cost per night over the whole trip\ncity,nights,total\nPorto,3,255\nMadrid,2,210',
        'how much did sales change\nproduct,2024,2025\nbikes,400,460\nlocks,80,100',
        'expected change for 2026\nproduct,2024,2025\nbikes,400,460\nlocks,80,100',
        'who has the most people?\ndept,name,salary\nIT,Ann,4200\nHR,Bo,3600\nIT,Cy,3900',
        'orders over 40 by customer\norder,customer,total\n1,Roy,30\n2,Sue,45\n3,Roy,60',
        'how many people have open tasks\nTask,Owner,Status\nHall,Jo,done\nTap,Jo,open\nTiles,Jo,open',
        'which fruit costs most per kg\nfruit,kg,price per kg\napples,12,2.10\npears,8,2.60',
        'revenue\nname,qty,price\npen,10,1.20\npad,4,2.75',
        'savings rate per month\nmonth,income,expenses\nJan,2400,1980\nFeb,2400,2150',
        'which post has the largest difference between budget and actual\npost;budget;actual\ntravel;1200;1345\nfood;400;362',
        'which should sell best?\nproduct,units\nmuffin,64\ncroissant,112\nbagel,58',
        'which product sold best last year?\nproduct,units\nmuffin,64\ncroissant,112\nbagel,58',
        'who works the most?\ndept,name,salary\nIT,Ann,4200\nHR,Bo,3600\nIT,Cy,3900',
        'who is done?\nTask,Owner,Status\nHall,Jo,done\nTap,Sam,open\nTiles,Jo,open',
        'who paid the most?\norder,customer,status,total\n1,Roy,paid,30\n2,Sue,open,45\n3,Roy,open,20',
        'which line costs the most?\nname,qty,price\npen,10,1.20\npad,4,2.75',
        'latest closed ticket\nticket,opened,closed\nT1,2026-10-01,2026-10-04\nT2,2026-10-02,2026-10-03',
        'how much do I spend on average in february\ndate,what,eur\n2026-02-03,shoes,79.95\n2026-02-17,lunch,14.20',
        'how many people under 30 or over 40\nname,age\nAna,34\nBen,28\nCarla,41',
        'how many products were sold\nproduct,units\nmuffin,64\ncroissant,112',
      ],
    },
    match: matchWith(read),
  },
]

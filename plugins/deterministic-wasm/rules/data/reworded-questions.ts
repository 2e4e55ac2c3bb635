/**
 * Questions about a table whose words say less than its columns do: they are put in the words of the columns first, then asked as all
 * others are; and those that only this reading finds: names in an order, two cells together, sums of rows, figures per month.
 */
import type { PlannerRule } from '#contracts/planner-port'
import type { Answer } from '../rule.ts'
import { cellAsks } from './cell-questions.ts'
import { ADDITIVE, columnFigureAsks } from './column-figures.ts'
import { fits } from './data-form.ts'
import { type Ask, asksAhead, type DataRequest, matchWith, withWish } from './data-request.ts'
import { filteredAsks } from './filtered-questions.ts'
import { groupPickAsks } from './group-picks.ts'
import { groupAsks, perGroup } from './group-questions.ts'
import { askPeriods } from './month-groups.ts'
import { namedCellAsks } from './named-cells.ts'
import { askNamesWritten } from './names-written.ts'
import { askAlphabet, askClockOrder, askDateEdge, askOrderedNames } from './ordered-names.ts'
import { readRequestWords } from './request-words.ts'
import { reword } from './reword-request.ts'
import { isGrouping } from './row-conditions.ts'
import { rowListAsks } from './row-lists.ts'
import { rowRankAsks } from './row-ranks.ts'
import { rowWorkAsks } from './row-work.ts'
import { askColumnCells } from './table-edits.ts'

/** `sales per region`: what adds up, of groups of several rows. */
const askSums: Ask = (words, request) => {
  const found = fits('C<col> by C<by>', words)
  const [column, by] = [found?.column('col'), found?.column('by')]
  if (column === undefined || by === undefined || request.ragged.length > 0 || request.kind === 'names') return null
  if (!column.isNumeric || by.isNumeric || by.isUnique || !isGrouping(by) || !ADDITIVE.test(column.spoken)) return null
  // `list amount by customer` sorts.
  if (!/(?<!\p{L})(?:per|for each|each|for every)(?!\p{L})/iu.test(request.around)) return null
  return perGroup(request, by, 'sum', column)
}

const OWN: readonly Ask[] = [
  ...rowWorkAsks,
  ...namedCellAsks,
  askSums,
  askOrderedNames,
  askAlphabet,
  askClockOrder,
  askDateEdge,
  askPeriods,
  askNamesWritten,
  ...groupPickAsks,
]
const OTHERS: readonly Ask[] = [
  ...columnFigureAsks,
  ...rowRankAsks,
  ...cellAsks,
  ...rowListAsks,
  ...groupAsks,
  ...filteredAsks,
  askColumnCells,
]

const WHETHER = /^(?:(?:so|and|check if|tell me if) )*(?:is|are|was|were|does|did|do|has|have|can|should|will) /iu

function read(request: DataRequest): Answer | null {
  if (asksAhead(request) || request.pieces.some(piece => WHETHER.test(piece))) return null
  const text = reword(request)
  return (
    withWish(request.pieces, pieces => first({ ...request, pieces }, OWN)) ??
    (text === null ? null : withWish([text], pieces => first({ ...request, pieces }, [...OTHERS, ...OWN])))
  )
}

function first(request: DataRequest, asks: readonly Ask[]): Answer | null {
  const words = readRequestWords(request.pieces.join(' '), request.lexicon)
  if (words === null) return null
  const given = words.text === '' ? { ...words, text: '–' } : words
  for (const ask of asks) {
    const answer = ask(given, request)
    if (answer !== null) return answer
  }
  return null
}

export const rewordedQuestionRules: readonly PlannerRule[] = [
  {
    id: 'data-reworded',
    reason:
      'Answers questions about a pasted table in other words than its columns have, names in an order, cells and rows worked out together.',
    order: 361,
    examples: {
      yes: [
        'In this table, how old is Deniz?\n| Name | City | Age |\n|---|---|---|\n| Ana | Porto | 34 |\n| Deniz | Izmir | 37 |',
        'how many days did I have more than 9000 steps?\ndate\tsteps\n2026-11-23\t8120\n2026-11-24\t10450\n2026-11-25\t6730',
        'sort the names by age, oldest first:\nName,City,Age\nAna,Porto,34\nBen,Leeds,28\nCarla,Porto,41',
        'sales per region please:\nregion;sales\nNorth;1200\nSouth;950\nNorth;800',
        'How many orders are not paid?\norder,customer,status,total\n1,Roy,paid,30\n2,Sue,open,45\n3,Roy,open,20\n4,Sue,cancelled,15',
        'price of bread and milk together?\nMilk 1.29\nBread 2.49\nCheese 4.99',
        'For which month is income minus expenses biggest, and how much is it?\nMonth,Income,Expenses\nJan,2400,1980\nFeb,2400,2150',
        'average per student\nStudent,Math,Physics\nAli,78,65\nBea,88,92',
        'monthly totals please\ndate,amount\n2026-01-03,42.10\n2026-01-09,800\n2026-02-02,120',
        'Tom 34, Sue 41, Raj 29: as csv',
        'top earner in each department\nname,dept,salary\nA,IT,50\nB,IT,60\nC,HR,40',
        'total sales per shop, highest first\nshop,sales\nA,5\nB,9\nA,2',
        "what is the total of Roy's open orders?\norder,customer,status,total\n1,Roy,paid,30\n2,Sue,open,45\n3,Roy,open,20",
        'newest employee\nname,dept,start\nAnna,Sales,2019-03-01\nBen,IT,2021-07-15\nCleo,IT,2020-01-10',
        'What is the second highest distinct points value?\nplayer,points\nKim,12\nLee,15\nMax,15\nNia,9',
      ],
      no: [
        'how old is Deniz next year?\nName,City,Age\nAna,Porto,34\nDeniz,Izmir,37',
        'how old is Carla?\nName,City,Age\nAna,Porto,34\nDeniz,Izmir,37',
        'how many of these people would move to Porto?\nName,City,Age\nAna,Porto,34\nBen,Leeds,28\nCarla,Porto,41',
        'sales per region next quarter\nregion;sales\nNorth;1200\nSouth;950\nNorth;800',
        'who paid the most?\norder,customer,status,total\n1,Roy,paid,30\n2,Sue,open,45\n3,Roy,open,20',
        'price of bread and butter together?\nMilk 1.29\nBread 2.49\nCheese 4.99',
        'average per student\nStudent,Age,Height\nAli,18,165\nBea,18,172',
        'average per day in January\ndate,amount\n2026-01-03,20\n2026-01-20,5\n2026-02-01,8',
        'score of Bob\nname,score\nAmy,80\nBob,\nCal,65',
        'how much does the chair cost to ship?\nproduct,price,stock\nchair,89,4\ndesk,249,0',
      ],
    },
    match: matchWith(read),
  },
]

/** Two or more questions about one table or list in a message: all of them, or none. */
import type { PlannerRule } from '#contracts/planner-port'
import { cellAsks } from './cell-questions.ts'
import { columnFigureAsks } from './column-figures.ts'
import { defineDataRule } from './data-request.ts'
import { groupAsks } from './group-questions.ts'
import { rowListAsks } from './row-lists.ts'
import { rowRankAsks } from './row-ranks.ts'

export const severalQuestionRules: readonly PlannerRule[] = [
  defineDataRule({
    id: 'data-several',
    reason: 'Answers several questions about one pasted table or list, where it can answer each of them.',
    order: 217,
    about: 'several',
    examples: {
      yes: [
        'Here is my expense sheet from last week. Mon 12.40, Tue 8.90, Wed 0, Thu 22.15, Fri 9.99. What did I spend in total and which day was worst?',
        'name,age\nAda,31\nBob,45\n\nWho is the oldest? What is the average age?',
        'pen 1.20, book 12.99, bag 34. What is the total and which is the cheapest?',
      ],
      no: [
        'pen 1.20, book 12.99, bag 34. What is the total and which should I return?',
        'name,age\nAda,31\nBob,45\n\nWho is the oldest? Is he wise?',
      ],
    },
    asks: [...columnFigureAsks, ...rowRankAsks, ...cellAsks, ...rowListAsks, ...groupAsks],
  }),
]

/** Rules that read a request as words and moments: shifts of days, distances, ages. They refuse what holds a word they do not know. */
import type { PlannerRule } from '#contracts/planner-port'
import { defineRule } from '../rule.ts'
import { ageTold, distance, fromToday, older, turning } from './day-distance.ts'
import { plainShift, toldShift } from './day-shift.ts'
import { readMoments } from './moments.ts'

const HINT = /\d|(?<!\p{L})(?:today|tomorrow|yesterday|christmas|halloween|xmas|new year)/iu

export const momentRules: readonly PlannerRule[] = [
  defineRule({
    id: 'day-shift',
    reason: 'Counts days, weeks, months, years or working days on from a day or back, as the sentence tells.',
    order: 46,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'I signed a contract on 14/02/2024 with a notice period of 6 weeks. When does that run out?',
        '2 weeks and 3 days after april 28 2025',
        'date + 100 days, start 2025-09-15',
        'my library book was borrowed 8 oct, loan is 21 days. when do i bring it back',
        'my visa is valid 90 days starting 11 Aug 2025 (that day counts as day 1), last legal day??',
        'invoice dated 3 Mar 2025, net 30. due date?',
        'The wedding is on 12 June 2027 and I must send the invitations 8 weeks before. Which date?',
      ],
      no: [
        'I signed a contract on 14/02/2024 with a notice period of 6 weeks. Is that legal?',
        'When should I book for a trip on 12 June 2027 that lasts 2 weeks?',
        'My invoice from 3 Mar 2025 was due within 30 days, what can I do?',
        'It happened 2 weeks after 11 September 2001, what was it?',
        'my library book was borrowed 8 oct, loan is 21 days, fine is 20 cents a day',
        'Contract from 1 May 2025, 6 weeks notice to the end of a quarter, when does it end?',
        'We meet every 2 weeks from 3 March 2025',
      ],
    },
    read: (clause, input) => {
      const moments = readMoments(clause, input)
      if (moments === null || moments.days.length !== 1) return null
      return plainShift(moments, input) ?? toldShift(moments, clause.isAsked, input)
    },
  }),
  defineRule({
    id: 'day-distance',
    reason: 'Counts the days, weeks, months or years between two days, to today, or of an age, as the sentence tells.',
    order: 47,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'My daughter was born on 2016-08-30. How old is she exactly, in years, months and days?',
        'im born on the 4th of july 1990, how many days have i been alive',
        'how many days were there between the fall of the berlin wall (9 Nov 1989) and german reunification (3 Oct 1990)',
        'Who is older, Tom 1987-06-14 or Anna 1987-04-30, and by how many days?',
        'age on 1 sept 2025 for a kid born 2 sept 2020, full years only',
        'i quit smoking 2023-11-05, day count up to 2025-02-14?',
        'I started at the company on 1 April 2019, what is my length of service on 30 June 2025, years and months',
        'we got married 18 may 2002, how many years is that on 18 may 2027',
        'days from 3 march 2025 to 7 march 2025 inclusive',
        'born 5 May 2010, when do I turn 18?',
      ],
      no: [
        'My daughter was born on 2016-08-30. How old should she be for school?',
        'He lived from 4 July 1904 to 30 September 1973, who was he?',
        'Between 9 Nov 1989 and 3 Oct 1990 many people moved',
        'how many people died between 9 Nov 1939 and 3 Oct 1945',
        'I started on 1 April 2019 and left on 30 June 2025, write my resignation',
        'how many days of rain between 1 May 2025 and 9 May 2025',
        'how many days between 03/04/2024 and 05/06/2024',
        'Who is older, the president born 14 June 1946 or his wife?',
      ],
    },
    read: (clause, input) => {
      const moments = readMoments(clause, input)
      if (moments === null || moments.days.length === 0) return null
      return (
        ageTold(moments, clause.isAsked, input) ??
        turning(moments, clause.isAsked, input) ??
        distance(moments, clause.isAsked, input) ??
        fromToday(moments, clause.isAsked, input) ??
        older(
          moments,
          clause.data === null ? clause.worded : `${clause.worded}: ${clause.data.text}`,
          clause.isAsked,
          input,
        )
      )
    },
  }),
]

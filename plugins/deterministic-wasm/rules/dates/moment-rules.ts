/** Rules that read a request as words and moments: shifts of days, distances, ages. They refuse what holds a word they do not know. */
import type { PlannerRule } from '#contracts/planner-port'
import { defineRule } from '../rule.ts'
import { ageTold, bornWhen, older, turning } from './ages.ts'
import { distance, fromToday } from './day-distance.ts'
import { besideDay, birthday, currentPeriod, dayFact, isReal, periodAround } from './day-facts.ts'
import { plainShift, toldShift } from './day-shift.ts'
import { textOf } from './moments.ts'
import { eachMonth, leapYears, namedDay, openNth, periodCount, placedDay, recurring } from './period-facts.ts'
import { HINT, told } from './read-told.ts'

/** Days that not every day is. */
const SOME_DAYS = /how many (?:school|exam|training|market|trading|shopping|rainy|sunny|free|off) ?days/iu

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
        'add 30 days to 3/1/2025',
      ],
      no: [
        'I signed a contract on 14/02/2024 with a notice period of 6 weeks. Is that legal?',
        'When should I book for a trip on 12 June 2027 that lasts 2 weeks?',
        'My invoice from 3 Mar 2025 was due within 30 days, what can I do?',
        'It happened 2 weeks after 11 September 2001, what was it?',
        'my library book was borrowed 8 oct, loan is 21 days, fine is 20 cents a day',
        'Contract from 1 May 2025, 6 weeks notice to the end of a quarter, when does it end?',
        'We meet every 2 weeks from 3 March 2025',
        'net 30 EOM invoice 5 May 2025, due date?',
        'I have 30 working days of holiday from 5 May 2025, last day?',
        '5 March 2027 minus 5 weeks plus 2 days',
      ],
    },
    read: told((moments, clause, input) => {
      if (moments === null || moments.days.length !== 1) return null
      return plainShift(moments, input) ?? toldShift(moments, clause.isAsked, input)
    }),
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
        'How many days from March 1 through March 10?',
        'The lease began on 1 March 2024 and ended on 28 February 2026. How long was it?',
        'born 5 May 2010, when do I turn 18?',
        'my kid turns 6 on 14 march 2027, when was she born?',
        'how many days until the concert on 24 june 2026',
        'how long have I been married if wedding was 12.08.2006',
        'days between 03/04/2024 and 10/05/2024',
        'how many days between 03/04/2024 and 25/12/2024',
      ],
      no: [
        'My daughter was born on 2016-08-30. How old should she be for school?',
        'He lived from 4 July 1904 to 30 September 1973, who was he?',
        'Between 9 Nov 1989 and 3 Oct 1990 many people moved',
        'how many people died between 9 Nov 1939 and 3 Oct 1945',
        'I started on 1 April 2019 and left on 30 June 2025, write my resignation',
        'how many days of rain between 1 May 2025 and 9 May 2025',
        'how many school days until christmas',
        'how many days of rain between 03/04/2024 and 10/05/2024',
        'How many business days (Mon-Thu) from 3 June 2024 to 14 June 2024?',
        'my cat was born 1 dec 2019 how old is she in human years',
        'how many days did it rain between 1 May 2025 and 9 May 2025',
        'Who is older, the president born 14 June 1946 or his wife?',
        'how many days between 5 March and 1 March',
      ],
    },
    read: told((moments, clause, input) => {
      if (moments === null || moments.days.length === 0 || SOME_DAYS.test(clause.text)) return null
      return (
        ageTold(moments, clause.isAsked, input) ??
        bornWhen(moments, clause.isAsked, input) ??
        turning(moments, clause.isAsked, input) ??
        distance(moments, clause.isAsked, input) ??
        fromToday(moments, clause.isAsked, input) ??
        older(moments, textOf(clause) ?? '', clause.isAsked, input)
      )
    }),
  }),
  defineRule({
    id: 'day-facts',
    reason:
      'Tells the weekday, week, quarter or place in the year of a day, whether it exists, and days named by their place.',
    order: 48,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'which calendar week is it on 17.05.2025',
        'in which quarter falls 30 September',
        'Is 31.12.2025 a weekday or weekend?',
        'what day of the week will my birthday be next year, its 22 october',
        'third thurdsay of novmber 2026',
        'Sunday before 1 November 2025?',
        'first Monday after 3 January 2027',
        'is 2024-02-30 a reel date or does it not exsist',
        'day of year for August 1st, leap year 2024',
        'quarter end following 14.07.2025',
        'Rent is due on the last working day of the month. For May 2026 what date would that be?',
        'last working day of may 2026',
        'what week are we in?',
        'What day of the week was 03/04/2024?',
        'which quarter are we in',
      ],
      no: [
        'which calendar week is best for a holiday around 17.05.2025',
        'Is 31.12.2025 a good day for a wedding or should we wait for the weekend?',
        'what happened on the Sunday before 1 November 2025?',
        'Is 2024-02-29 a real holiday?',
        'What happened on 03/04/2024?',
        'Is 3 May a real chance?',
        'The last working day of May 2026 was quiet.',
        'which quarter of the city was built on 30 September 1890',
        'first Monday after the full moon',
        'What quarter of the market do we have?',
        'what week is good for you?',
        'What week number is 3 January 2027 in the US?',
        'the shop is closed on the last working day of the month, what about May 2026?',
      ],
    },
    read: told((moments, clause, input) => {
      if (moments === null) return null
      return (
        dayFact(moments, clause.isAsked, input) ??
        periodAround(moments, input) ??
        besideDay(moments, clause.isAsked, input) ??
        birthday(moments, input) ??
        namedDay(moments, clause.isAsked) ??
        openNth(moments, input) ??
        currentPeriod(moments, clause, input) ??
        isReal(clause.worded, moments.shape, clause.isAsked)
      )
    }),
  }),
  defineRule({
    id: 'period-facts',
    reason:
      'Counts and lists the days, working days, weekdays, weeks and leap years of a month or year, and dates that recur.',
    order: 49,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'how many days does october have',
        'feb 2028 last day is 28 or 29',
        'How many working days (Mon-Fri) has february 2026',
        'number of saturdays + sundays in december 2025',
        'does 2025 have 52 or 53 iso weeks',
        "what's the 200th day of 2025",
        'monday of week 34 2025 is what date',
        'next leap year after 2096',
        'list every leap year between 1996 and 2020',
        'first monday of each month in 2026, just the dates',
        'every 14 days from 3 March 2026, the next four dates',
      ],
      no: [
        'how many days off does october have',
        'how many working days can I stay home in february 2026',
        'what happened in week 34 2025',
        'why is there a leap year between 1996 and 2020',
        'first monday of each month in 2026 is pub night',
        'how many sundays in december 2025 are shops open',
        'every 14 days from 3 March 2026 I pay rent, how much is it?',
        'how many days may I stay?',
        'how many days in march did it rain',
      ],
    },
    read: told((moments, clause, input) => {
      if (moments === null) return null
      return (
        periodCount(moments, input, clause.isAsked) ??
        placedDay(moments) ??
        leapYears(moments, input) ??
        eachMonth(moments, input) ??
        recurring(moments, input)
      )
    }),
  }),
]

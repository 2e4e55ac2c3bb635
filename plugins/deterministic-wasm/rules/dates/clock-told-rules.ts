/** Rules of the clock that read a request as words and moments. They answer nothing where am and pm are not certain. */
import type { PlannerRule } from '#contracts/planner-port'
import { defineRule } from '../rule.ts'
import { amOrPm, everyHours, laterOf, otherClock, plainTime, roundedSpan, weekSpan } from './clock-shifts.ts'
import { timeSheet, waited, worked } from './clock-spans.ts'
import { paid, perDay, rewritten, summed } from './durations.ts'
import { textOf } from './moments.ts'
import { readClock } from './read-length.ts'
import { HINT, told } from './read-told.ts'
import { toldTime, validUntil } from './told-times.ts'

export const clockToldRules: readonly PlannerRule[] = [
  defineRule({
    id: 'clock-told',
    reason: 'Works out a time of day or the length between two, with breaks and over midnight, as the sentence tells.',
    order: 52,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'subtract 1 hr 50 from 13:15',
        'the roast needs 3 h 20 min, guets eat at 19:00, when msut it go in teh oven',
        'if the parking ticket was bought 13:42 and is valid 90 minutes, till when',
        'how many hours is 9:15 to 17:45 with a 45 min break',
        'started 08:10, lunch 12:00 to 12:45, left 17:05. how many hours did i work',
        'Night shift 21:30 - 05:15 with 30 min unpaid break. Paid hours as a decimal?',
        'Timesheet:\nMon 8:00-16:30\nTue 8:15-17:00\nWed 7:50-12:20\nTotal hours please, no breaks.',
        'how many minutes until 18:30 if now it is 16:52',
        'which is later, 11:59 pm or 12:01 am same day',
        'Medicine every 6 hours beginning 05:30, list all times of one day',
        'how many hours from monday 9am to thursday 3pm',
        'clock-in 06:47 clock-out 15:13, round both to nearest quarter hour, then the total',
        'What is 2215 in 12 hour time',
        '00:15 in am/pm',
        'half past seven in the evening in digits, 24 hour clock',
        'i slept from 23:20 til 6:45 how long is that',
      ],
      no: [
        'the roast needs 3 h 20 min, is 19:00 too late for the guests?',
        'started at 9:15 and left at 5:45, how many hours until the next shift?',
        'My train at 13:15 is 50 minutes late, can I still catch the 14:00?',
        'how many hours is 9:15 to 17:45 with breaks',
        'I work 8:15 to 17:00 with a 45 minute paid break. How many hours am I paid?',
        'Night shift 21:30 - 05:15, how much do I earn?',
        'Went to bed 22:50, woke at 5:35. How much sleep do I need?',
        'which is better, 11 am or 2 pm?',
        'Medicine every 6 hours, is that safe?',
        'What is 2215 in history',
        'half past seven in the evening is dinner',
        'The clock strikes every 15 minutes from 8:00, why?',
      ],
    },
    read: told((moments, clause, input) => {
      const sheet =
        clause.data === null
          ? timeSheet('', textOf(clause) ?? '', readClock)
          : clause.data.form === 'block'
            ? null
            : timeSheet(clause.worded, clause.data.text, readClock)
      if (sheet !== null || moments === null) return sheet
      return (
        plainTime(moments) ??
        worked(moments) ??
        waited(moments, input) ??
        toldTime(moments) ??
        validUntil(moments) ??
        everyHours(moments) ??
        laterOf(moments) ??
        weekSpan(moments) ??
        roundedSpan(moments) ??
        otherClock(moments) ??
        amOrPm(moments)
      )
    }),
  }),
  defineRule({
    id: 'durations',
    reason: 'Adds and averages lengths of time, and writes one in hours and minutes, with colons or as a decimal.',
    order: 53,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        '7:45 + 8:20 + 6:55',
        '2h 47m + 1h 38m',
        'add up these song lengths 3:41, 4:05, 2:58, 5:12',
        'convert 7384 seconds to h m s',
        '7:30 as decimal hours',
        'average of 24:10, 23:55 and 25:01 (minutes:seconds)',
        'I work 38.5 hours a week over 5 days. How many hours and minutes is that per day?',
        'My shifts: 4h30, 6h15, 5h45, 7h00 at 13.50 an hour. Total hours and pay?',
      ],
      no: [
        'What is 12:30 + 45?',
        'The score was 3:41, 4:05',
        'add 3:41 to my alarm',
        'John 3:16 + Luke 2:14',
        'ratio 2:30 + 1:15 of what',
        'convert 7384 seconds to a song',
        'I work 38.5 hours a week over 5 days. Is that too much?',
        'how long are 3:41 and 4:05 in history',
      ],
    },
    read: told(
      (moments, clause) =>
        summed(clause) ?? (moments === null ? null : (rewritten(moments) ?? perDay(moments) ?? paid(clause, moments))),
    ),
  }),
]

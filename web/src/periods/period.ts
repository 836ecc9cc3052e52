import type { Day } from './calendar'
import { addDays, day, weekday } from './calendar'

/** A period as DHIS2 names it, with its first and last day. */
export interface Period {
  id: string
  start: Day
  end: Day
}

type OfYear = (year: number) => Period[]

/** Every period type: the periods that carry a year in their name, in order. */
const TYPES: Partial<Record<string, OfYear>> = {
  Daily: days,
  Weekly: weeks('', 1),
  WeeklyWednesday: weeks('Wed', 3),
  WeeklyThursday: weeks('Thu', 4),
  WeeklyFriday: weeks('Fri', 5),
  WeeklySaturday: weeks('Sat', 6),
  WeeklySunday: weeks('Sun', 7),
  BiWeekly: fortnights,
  Monthly: months(1, 1, (year, n) => `${year}${two(n)}`),
  BiMonthly: months(2, 1, (year, n) => `${year}${two(n)}B`),
  Quarterly: months(3, 1, (year, n) => `${year}Q${n}`),
  QuarterlyNov: months(3, -1, (year, n) => `${year}NovQ${n}`),
  SixMonthly: months(6, 1, (year, n) => `${year}S${n}`),
  SixMonthlyApril: months(6, 4, (year, n) => `${year}AprilS${n}`),
  SixMonthlyNov: months(6, -1, (year, n) => `${year}NovS${n}`),
  Yearly: months(12, 1, (year) => String(year)),
  FinancialFeb: months(12, 2, (year) => `${year}Feb`),
  FinancialApril: months(12, 4, (year) => `${year}April`),
  FinancialJuly: months(12, 7, (year) => `${year}July`),
  FinancialAug: months(12, 8, (year) => `${year}Aug`),
  FinancialSep: months(12, 9, (year) => `${year}Sep`),
  FinancialOct: months(12, 10, (year) => `${year}Oct`),
  FinancialNov: months(12, -1, (year) => `${year}Nov`),
}

/** The periods of a type that carry `year` in their name; none for a type that we do not know. */
export function periodsOfYear(type: string, year: number): Period[] {
  return TYPES[type]?.(year) ?? []
}

/** The period of an id, whatever its type; none for a relative period or an id that we do not know. */
export function periodOf(id: string): Period | undefined {
  const year = yearOf(id)
  if (Number.isNaN(year)) return undefined
  for (const ofYear of Object.values(TYPES)) {
    const found = ofYear?.(year).find((period) => period.id === id)
    if (found) return found
  }
  return undefined
}

/**
 * The last period that may be entered: with 0 open future periods the one before the current, with 1 the current.
 * Answers the first day after which no period may start.
 */
export function lastOpenStart(type: string, openFuturePeriods: number, now: Day): Day {
  const year = Number(now.slice(0, 4))
  const around = [-2, -1, 0, 1, 2, 3, 4, 5].flatMap((offset) => periodsOfYear(type, year + offset))
  const current = around.findIndex(({ start, end }) => start <= now && now <= end)
  return around[Math.min(current - 1 + openFuturePeriods, around.length - 1)]?.start ?? now
}

/** The year that a period id carries. */
export function yearOf(id: string): number {
  return Number(id.slice(0, 4))
}

/** `step` months each, from the month `first` of the year; −1 is November of the year before, where some types begin. */
function months(step: number, first: number, name: (year: number, n: number) => string): OfYear {
  return (year) =>
    Array.from({ length: 12 / step }, (_, index) => {
      const month = first + index * step
      return { id: name(year, index + 1), start: day(year, month, 1), end: addDays(day(year, month + step, 1), -1) }
    })
}

/** Week 1 is the one that holds 4 January, as ISO 8601 has it, whatever day weeks begin on. */
function firstWeek(year: number, firstWeekday: number): Day {
  const fourth = day(year, 1, 4)
  return addDays(fourth, -((weekday(fourth) - firstWeekday + 7) % 7))
}

function weeks(prefix: string, firstWeekday: number): OfYear {
  return (year) => {
    const list: Period[] = []
    const next = firstWeek(year + 1, firstWeekday)
    for (let start = firstWeek(year, firstWeekday); start < next; start = addDays(start, 7)) {
      list.push({ id: `${year}${prefix}W${list.length + 1}`, start, end: addDays(start, 6) })
    }
    return list
  }
}

function fortnights(year: number): Period[] {
  const list: Period[] = []
  const next = firstWeek(year + 1, 1)
  for (let start = firstWeek(year, 1); start < next; start = addDays(start, 14)) {
    list.push({ id: `${year}BiW${list.length + 1}`, start, end: addDays(start, 13) })
  }
  return list
}

function days(year: number): Period[] {
  const list: Period[] = []
  for (let start = day(year, 1, 1); start < day(year + 1, 1, 1); start = addDays(start, 1)) {
    list.push({ id: start.replaceAll('-', ''), start, end: start })
  }
  return list
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}

/** Which reports somebody owes today: of their data sets and units, the periods that are over and not complete. */
import type { Day } from '../../periods/calendar'
import { addDays } from '../../periods/calendar'
import type { Period } from '../../periods/period'
import { periodsOfYear } from '../../periods/period'

export interface ReportingSet {
  id: string
  displayName: string
  periodType: string
  /** The units that report it, as far as the person may enter data there. */
  organisationUnits: string[]
  /** Days after the end of a period in which a report counts as timely. */
  timelyDays?: number
  /** Days after the end of a period in which values may be entered; 0 for always. */
  expiryDays?: number
  dataInputPeriods?: { period: { id: string }; openingDate?: string; closingDate?: string }[]
}

/** A report that was handed in. */
export interface Completion {
  dataSet: string
  period: string
  organisationUnit: string
  completed?: boolean
}

/** One form of one period, and the units that still owe it. */
export interface Duty {
  dataSet: ReportingSet
  period: Period
  missing: string[]
  /** The last day on which it is in time. */
  due: Day
  late: boolean
}

const DAY_MS = 86_400_000
const USUALLY_TIMELY_DAYS = 15

/** The periods of each set that may still be owed. */
export function candidates(sets: readonly ReportingSet[], today: Day): { dataSet: ReportingSet; period: Period; due: Day }[] {
  return sets
    .filter(({ organisationUnits }) => organisationUnits.length > 0)
    .flatMap((dataSet) =>
      overPeriods(dataSet.periodType, today)
        .filter((period) => isOpen(dataSet, period, today))
        .map((period) => ({ dataSet, period, due: dueDay(dataSet, period) })),
    )
}

/** What is owed: the late first, the newest of them on top, then the others by the day on which they are due. */
export function dutiesOf(sets: readonly ReportingSet[], completions: readonly Completion[], today: Day): Duty[] {
  // A form with attribute options is handed in a part at a time; which parts a unit has nobody knows, so one will do.
  const done = new Set(completions.filter(({ completed }) => completed !== false).map((one) => key(one.dataSet, one.period, one.organisationUnit)))
  return candidates(sets, today)
    .map(({ dataSet, period, due }) => ({
      dataSet,
      period,
      due,
      late: today > due,
      missing: dataSet.organisationUnits.filter((unit) => !done.has(key(dataSet.id, period.id, unit))),
    }))
    .filter(({ missing }) => missing.length > 0)
    .sort((one, other) => byDue(one, other) || one.dataSet.displayName.localeCompare(other.dataSet.displayName))
}

function byDue(one: Duty, other: Duty): number {
  if (one.late !== other.late) return one.late ? -1 : 1
  return one.late ? other.due.localeCompare(one.due) : one.due.localeCompare(other.due)
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

function key(...parts: string[]): string {
  return parts.join('|')
}

/** The last periods that are over: a week of days, a month of weeks, a quarter of months, and so on. */
function overPeriods(type: string, today: Day): Period[] {
  const year = Number(today.slice(0, 4))
  const over = [year - 2, year - 1, year, year + 1]
    .flatMap((one) => periodsOfYear(type, one))
    .filter(({ end }) => end < today)
    .sort((one, other) => one.end.localeCompare(other.end))
  const last = over.at(-1)
  return last ? over.slice(-lookBack(daysBetween(last.start, last.end) + 1)) : []
}

function lookBack(days: number): number {
  if (days === 1) return 7
  if (days <= 14) return 4
  if (days <= 31) return 3
  return days <= 100 ? 2 : 1
}

function isOpen({ expiryDays = 0, dataInputPeriods = [] }: ReportingSet, { id, end }: Period, today: Day): boolean {
  if (expiryDays > 0 && today > addDays(end, Math.floor(expiryDays))) return false
  if (dataInputPeriods.length === 0) return true
  return dataInputPeriods.some(
    ({ period, openingDate, closingDate }) =>
      period.id === id && (openingDate === undefined || openingDate.slice(0, 10) <= today) && (closingDate === undefined || closingDate.slice(0, 10) >= today),
  )
}

/** What comes later than the last day of entry would be too late. */
function dueDay({ timelyDays = USUALLY_TIMELY_DAYS, expiryDays = 0 }: ReportingSet, { end }: Period): Day {
  const days = expiryDays > 0 ? Math.min(timelyDays, expiryDays) : timelyDays
  return addDays(end, Math.floor(days))
}

/** A day as `yyyy-mm-dd`; comparing two as text compares them in time. */
export type Day = string

const DAY_MS = 86_400_000

export function day(year: number, month: number, date: number): Day {
  return toDay(Date.UTC(year, month - 1, date))
}

export function toDay(time: number): Day {
  return new Date(time).toISOString().slice(0, 10)
}

export function addDays(from: Day, count: number): Day {
  return toDay(Date.parse(from) + count * DAY_MS)
}

/** How many days there are from the first to the last. */
export function lengthOf(first: Day, last: Day): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1
}

/** 1 is Monday, 7 is Sunday. */
export function weekday(of: Day): number {
  return new Date(of).getUTCDay() || 7
}

/** Today where the person is, not in UTC. */
export function today(): Day {
  const now = new Date()
  return day(now.getFullYear(), now.getMonth() + 1, now.getDate())
}

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

/** How far the device's clock is behind the server's. */
let behindMs = 0

/** The server says in every answer what time it has: a clinic's computer is often a day off. */
export function hearTime(date: string | null): void {
  const time = date === null ? NaN : Date.parse(date)
  if (!Number.isNaN(time)) behindMs = time - Date.now()
}

/** The server's time, once it has answered. */
export function now(): Date {
  return new Date(Date.now() + behindMs)
}

/** Today where the person is, not in UTC, by the server's clock. */
export function today(): Day {
  const here = now()
  return day(here.getFullYear(), here.getMonth() + 1, here.getDate())
}

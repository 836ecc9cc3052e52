/** Figures of the days from one to another, as DHIS2 saves them in the place of periods: an item of the address like any period, never an axis. */
import { dateLocale } from '../language/languages'
import type { Day } from '../periods/calendar'

export interface Span {
  start: Day
  end: Day
}

/** The item for two days, or the moments that DHIS2 tells them as. */
export function spanItem(start: string, end: string): string {
  return `${start.slice(0, 10)}_${end.slice(0, 10)}`
}

/** The span that periods are, if they are one. */
export function spanOf(periods: string[] | undefined): Span | undefined {
  const [, start, end] = /^(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d)$/.exec(periods?.[0] ?? '') ?? []
  return start && end ? { start, end } : undefined
}

export function spanName({ start, end }: Span, language: string): string {
  const format = new Intl.DateTimeFormat(dateLocale(language), { timeZone: 'UTC', calendar: 'gregory', day: 'numeric', month: 'long', year: 'numeric' })
  return format.formatRange(new Date(start), new Date(end))
}

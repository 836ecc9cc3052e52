import { dateLocale } from '../language/languages'
import type { Day } from './calendar'
import type { Period } from './period'

/** The name of a period in the words of the language, made by the browser: no table of ours to translate. Without its year where several share it. */
export function periodName({ id, start, end }: Period, language: string, withYear = true): string {
  const year = withYear ? 'numeric' : undefined
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(dateLocale(language), { timeZone: 'UTC', calendar: 'gregory', ...options })
  const from = new Date(start)
  const to = new Date(end)
  if (start === end) return format({ weekday: 'short', day: 'numeric', month: 'long', year }).format(from)
  const week = /^\d{4}(?:[A-Z][a-z]{2}|Bi)?W(\d+)$/.exec(id)?.[1]
  if (week) return `${week} · ${format({ day: 'numeric', month: 'short', year }).formatRange(from, to)}`
  if (/^\d{4}$/.test(id)) return id
  if (start.slice(0, 7) === end.slice(0, 7)) return format({ month: 'long', year }).format(from)
  return format({ month: 'long', year }).formatRange(from, to)
}

/** A day in the words of the language. */
export function dayName(day: Day, language: string): string {
  return new Intl.DateTimeFormat(dateLocale(language), { timeZone: 'UTC', calendar: 'gregory', day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(day))
}

/** A moment of the server, which it tells in UTC without saying so. */
export function momentName(moment: string, language: string, options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' }): string {
  const zoned = /Z$|[+-]\d\d:?\d\d$/.test(moment) ? moment : `${moment}Z`
  return new Intl.DateTimeFormat(dateLocale(language), { calendar: 'gregory', ...options }).format(new Date(zoned))
}

/** The same periods of several years beside each other: an answer a year, told as one. */
import { get } from '../api/client'
import type { Day } from '../periods/calendar'
import { today } from '../periods/calendar'
import type { AnalyticsAnswer } from './cube'
import type { parametersOf } from './query'
import { YEARS } from './question'

export async function askByYears(parameters: ReturnType<typeof parametersOf>, relative: string[], signal: AbortSignal): Promise<AnalyticsAnswer> {
  const now = today()
  const years = yearsOf(relative, Number(now.slice(0, 4)))
  const answers = await Promise.all(years.map((year) => get<AnalyticsAnswer>('analytics', { ...parameters, relativePeriodDate: sameDayIn(year, now) }, signal)))
  return joined(years, answers)
}

/** The newest first. */
export function yearsOf(relative: string[], current: number): number[] {
  const years = relative.flatMap((word) => {
    if (word === 'THIS_YEAR') return [current]
    if (word === 'LAST_YEAR') return [current - 1]
    const count = Number(/^LAST_(\d+)_YEARS$/.exec(word)?.[1] ?? 0)
    return /^\d{4}$/.test(word) ? [Number(word)] : Array.from({ length: count }, (_, n) => current - 1 - n)
  })
  return [...new Set(years)].sort((one, other) => other - one)
}

/** The day from which relative periods count; most years have no 29 February. */
export function sameDayIn(year: number, of: Day): Day {
  const isLeap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1
  return `${String(year)}-${of.endsWith('-02-29') && !isLeap ? '02-28' : of.slice(5)}`
}

/** Week 7 stands with week 7 of the others, March with March; they are called as those of the year that has most. */
export function joined(years: number[], answers: AnalyticsAnswer[]): AnalyticsAnswer {
  const lists = answers.map(({ metaData }) => metaData.dimensions.pe ?? [])
  const placeOf = placesOf(lists)
  const names = new Map<string, string>()
  for (const list of [...lists].sort((one, other) => other.length - one.length)) {
    let before: string | undefined
    for (const [n, period] of list.entries()) {
      const place = placeOf(period, n)
      if (!names.has(place)) putAfter(names, before, place, period)
      before = place
    }
  }
  const rows = answers.flatMap((answer, n) => {
    const at = (name: string) => answer.headers.findIndex((header) => header.name === name)
    const [period, value] = [at('pe'), at('value')]
    return answer.rows.map((row) => {
      const id = row[period] ?? ''
      return [String(years[n]), names.get(placeOf(id, lists[n]?.indexOf(id) ?? 0)) ?? '', row[value] ?? '']
    })
  })
  const dimensions = { ...answers[0]?.metaData.dimensions, pe: [...names.values()], [YEARS]: years.map(String) }
  const items = Object.assign({}, ...answers.map(({ metaData }) => metaData.items)) as AnalyticsAnswer['metaData']['items']
  return { headers: [YEARS, 'pe', 'value'].map((name) => ({ name })), rows, metaData: { items, dimensions } }
}

/** What a period is called within its year; where a list is longer than a year, by how many it comes after the first. */
function placesOf(lists: string[][]): (period: string, n: number) => string {
  const within = (period: string) => period.slice(4)
  const isLong = lists.some((list) => new Set(list.map(within)).size < list.length)
  return isLong ? (_, n) => String(n) : within
}

/** A week 53 that only one of the years has stands behind its week 52. */
function putAfter(names: Map<string, string>, before: string | undefined, place: string, period: string) {
  const list = [...names]
  list.splice(list.findIndex(([one]) => one === before) + 1, 0, [place, period])
  names.clear()
  for (const [one, name] of list) names.set(one, name)
}

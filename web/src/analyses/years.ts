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

/** A year's first period stands with the first of the others, and so on; they are called as those of the year that has most. */
export function joined(years: number[], answers: AnalyticsAnswer[]): AnalyticsAnswer {
  const periodsOf = ({ metaData }: AnalyticsAnswer) => metaData.dimensions.pe ?? []
  const longest = answers.reduce<string[]>((most, answer) => (periodsOf(answer).length > most.length ? periodsOf(answer) : most), [])
  const rows = answers.flatMap((answer, n) => {
    const at = (name: string) => answer.headers.findIndex((header) => header.name === name)
    const [period, value, periods] = [at('pe'), at('value'), periodsOf(answer)]
    return answer.rows.map((row) => [String(years[n]), longest[periods.indexOf(row[period] ?? '')] ?? '', row[value] ?? ''])
  })
  const dimensions = { ...answers[0]?.metaData.dimensions, pe: longest, [YEARS]: years.map(String) }
  return { headers: [YEARS, 'pe', 'value'].map((name) => ({ name })), rows, metaData: { items: answers[0]?.metaData.items ?? {}, dimensions } }
}

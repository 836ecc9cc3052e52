/** How the server is asked. */
import { queryOptions } from '@tanstack/react-query'
import { get } from '../api/client'
import type { AnalyticsAnswer } from './cube'
import { isMap } from './kinds'
import type { Question } from './question'
import { isComplete, YEARS } from './question'
import { spanOf } from './span'

/** The periods on offer. Any other period id in the address works too. */
export const RELATIVE_PERIODS = [
  'THIS_MONTH',
  'LAST_MONTH',
  'LAST_3_MONTHS',
  'LAST_6_MONTHS',
  'LAST_12_MONTHS',
  'MONTHS_THIS_YEAR',
  'MONTHS_LAST_YEAR',
  'LAST_4_WEEKS',
  'LAST_12_WEEKS',
  'LAST_52_WEEKS',
  'THIS_QUARTER',
  'LAST_QUARTER',
  'LAST_4_QUARTERS',
  'QUARTERS_THIS_YEAR',
  'LAST_2_SIXMONTHS',
  'THIS_YEAR',
  'LAST_YEAR',
  'LAST_5_YEARS',
  'THIS_FINANCIAL_YEAR',
  'LAST_FINANCIAL_YEAR',
] as const

export function isRelative(id: string): id is (typeof RELATIVE_PERIODS)[number] {
  return RELATIVE_PERIODS.some((period) => period === id)
}

/** `below` is the level under the unit that a map shows when nothing else is said of its units. */
export function parametersOf({ kind, items, layout, aggregation }: Question, below?: number) {
  const spoken = (dimension: string) => {
    let list = items[dimension] ?? []
    if (dimension === 'ou' && isMap(kind) && list.length === 1 && below !== undefined) list = [...list, `LEVEL-${String(below)}`]
    return list.length > 0 ? `${dimension}:${list.join(';')}` : dimension
  }
  const span = spanOf(items.pe)
  const isAsked = (dimension: string) => dimension !== YEARS && !(span && dimension === 'pe')
  return {
    dimension: [...layout.columns, ...layout.rows].filter(isAsked).map(spoken),
    filter: layout.filters.filter(isAsked).map(spoken),
    aggregationType: aggregation,
    ...(span && { startDate: span.start, endDate: span.end }),
  }
}

/** Asked again whenever the screen is come back to: a value typed a moment ago has moved the curve. */
export function analyticsQuery(question: Question, below?: number) {
  const parameters = parametersOf(question, below)
  const years = question.items[YEARS]
  return queryOptions({
    queryKey: ['analytics', parameters, years],
    enabled: isComplete(question),
    staleTime: 0,
    refetchOnMount: 'always',
    refetchOnWindowFocus: true,
    queryFn: async ({ signal }) => (years ? (await import('./years')).askByYears(parameters, years, signal) : get<AnalyticsAnswer>('analytics', parameters, signal)),
  })
}

/** What is asked, as it stands in the address, and what the server answers. */
import { queryOptions } from '@tanstack/react-query'
import type { Place } from '../../address'
import { get } from '../../api/client'
import { periodOf } from '../../periods/period'
import { periodName } from '../../periods/period-name'

/** Last 12 months leave out the one that runs, whose values are being typed. */
const WITH_THIS_MONTH = 'LAST_12_MONTHS;THIS_MONTH'

/** The periods on offer. Any other period id in the address works too. */
export const RELATIVE_PERIODS = [
  WITH_THIS_MONTH,
  'LAST_6_MONTHS',
  'LAST_12_MONTHS',
  'MONTHS_THIS_YEAR',
  'MONTHS_LAST_YEAR',
  'LAST_12_WEEKS',
  'LAST_52_WEEKS',
  'LAST_4_QUARTERS',
  'QUARTERS_THIS_YEAR',
  'THIS_YEAR',
  'LAST_5_YEARS',
] as const

export const LOOKS = ['line', 'column'] as const
export type Look = (typeof LOOKS)[number]

export interface Question {
  data: string[]
  period: string
  unit: string | undefined
  look: Look
}

export function questionOf(place: Place, homeUnit: string | undefined): Question {
  return {
    data: place.dx?.split(';').filter(Boolean) ?? [],
    period: place.pe ?? WITH_THIS_MONTH,
    unit: place.ou ?? homeUnit,
    look: LOOKS.find((look) => look === place.as) ?? 'line',
  }
}

interface AnalyticsAnswer {
  headers: { name: string }[]
  rows: string[][]
  metaData: { items: Partial<Record<string, { name?: string }>>; dimensions: Partial<Record<string, string[]>> }
}

export interface Answer {
  periods: { id: string; name: string }[]
  series: { id: string; name: string; values: (number | null)[] }[]
  empty: boolean
}

export function readAnswer({ headers, rows, metaData }: AnalyticsAnswer): Answer {
  const column = (name: string) => headers.findIndex((header) => header.name === name)
  const [dx, pe, value] = [column('dx'), column('pe'), column('value')]
  const found = new Map(rows.map((row) => [`${row[dx] ?? ''} ${row[pe] ?? ''}`, Number(row[value])]))
  const name = (id: string) => metaData.items[id]?.name ?? id
  const periods = metaData.dimensions.pe ?? []
  return {
    periods: periods.map((id) => ({ id, name: name(id) })),
    series: (metaData.dimensions.dx ?? []).map((id) => ({
      id,
      name: name(id),
      values: periods.map((period) => found.get(`${id} ${period}`) ?? null),
    })),
    empty: rows.length === 0,
  }
}

/** Names the periods in the language of the screen; the server names them in that of the account. */
export function inLanguage(answer: Answer, language: string): Answer {
  const periods = answer.periods.map(({ id, name }) => {
    const period = periodOf(id)
    return { id, name: period ? periodName(period, language) : name }
  })
  return { ...answer, periods }
}

/** Asked again whenever the screen is come back to: a value typed a moment ago has moved the curve. */
export function analyticsQuery({ data, period, unit }: Question) {
  return queryOptions({
    queryKey: ['analytics', data, period, unit],
    enabled: data.length > 0 && unit !== undefined,
    staleTime: 0,
    refetchOnMount: 'always',
    refetchOnWindowFocus: true,
    queryFn: async ({ signal }) =>
      readAnswer(
        await get<AnalyticsAnswer>(
          'analytics',
          { dimension: [`dx:${data.join(';')}`, `pe:${period}`], filter: `ou:${unit ?? ''}` },
          signal,
        ),
      ),
  })
}

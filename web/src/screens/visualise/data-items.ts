import { queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client'

export interface DataItem {
  id: string
  displayName: string
  kind: 'data-element' | 'indicator' | 'reporting-rate'
}

const LIMIT = 50
const FIELDS = 'id,displayName'
const RATE = '.REPORTING_RATE'

type Found = Partial<Record<'dataElements' | 'indicators' | 'dataSets', { id: string; displayName: string }[]>>

async function search(words: string, signal: AbortSignal): Promise<DataItem[]> {
  const parameters = { query: words || undefined, fields: FIELDS, pageSize: LIMIT }
  const [elements, indicators, sets] = await Promise.all([
    // Only what belongs to aggregate data has a curve over periods here.
    get<Found>('dataElements', { ...parameters, filter: 'domainType:eq:AGGREGATE' }, signal),
    get<Found>('indicators', parameters, signal),
    get<Found>('dataSets', parameters, signal),
  ])
  const mark = (list: Omit<DataItem, 'kind'>[] | undefined, kind: DataItem['kind']) => (list ?? []).map((item) => ({ ...item, kind }))
  const rates = sets.dataSets?.map(({ id, displayName }) => ({ id: `${id}${RATE}`, displayName }))
  return [...mark(indicators.indicators, 'indicator'), ...mark(elements.dataElements, 'data-element'), ...mark(rates, 'reporting-rate')]
}

/** Data elements, indicators and reporting rates whose name holds the words; the first ones of each where there are none. */
export function dataItemsQuery(words: string) {
  return queryOptions({ queryKey: ['data-items', words], queryFn: ({ signal }) => search(words, signal) })
}

/** The names of what a link asks for: of an operand or a rate that of its first part. */
export function dataNamesQuery(ids: string[]) {
  return queryOptions({
    queryKey: ['data-items', 'names', ids],
    enabled: ids.length > 0,
    queryFn: async ({ signal }) => {
      const whole = (id: string) => id.split('.')[0] ?? id
      const condition = `id:in:[${[...new Set(ids.map(whole))].join(',')}]`
      const lists = ['dataElements', 'indicators', 'dataSets'] as const
      const parameters = Object.fromEntries(
        lists.flatMap((list) => [
          [`${list}:filter`, condition],
          [`${list}:fields`, FIELDS],
        ]),
      )
      const found = await get<Found>('metadata', parameters, signal)
      const names = new Map(lists.flatMap((list) => found[list] ?? []).map(({ id, displayName }) => [id, displayName]))
      return ids.map((id) => ({ id, displayName: names.get(whole(id)) ?? id }))
    },
  })
}

import { queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client'

export interface DataItem {
  id: string
  displayName: string
  kind: 'data-element' | 'indicator'
}

const LIMIT = 50
const FIELDS = 'id,displayName'

interface Found {
  dataElements?: DataItem[]
  indicators?: DataItem[]
}

async function search(words: string, signal: AbortSignal): Promise<DataItem[]> {
  const parameters = { query: words || undefined, fields: FIELDS, pageSize: LIMIT }
  const [elements, indicators] = await Promise.all([
    // Only what belongs to aggregate data has a curve over periods here.
    get<Found>('dataElements', { ...parameters, filter: 'domainType:eq:AGGREGATE' }, signal),
    get<Found>('indicators', parameters, signal),
  ])
  const mark = (list: DataItem[] | undefined, kind: DataItem['kind']) => (list ?? []).map((item) => ({ ...item, kind }))
  return [...mark(indicators.indicators, 'indicator'), ...mark(elements.dataElements, 'data-element')]
}

/** Data elements and indicators whose name holds the words; the first ones of each where there are none. */
export function dataItemsQuery(words: string) {
  return queryOptions({ queryKey: ['data-items', words], queryFn: ({ signal }) => search(words, signal) })
}

/** The names of what a link asks for. */
export function dataNamesQuery(ids: string[]) {
  return queryOptions({
    queryKey: ['data-items', 'names', ids],
    enabled: ids.length > 0,
    queryFn: async ({ signal }) => {
      const parameters = { filter: `id:in:[${ids.join(',')}]`, fields: FIELDS, paging: false }
      const [elements, indicators] = await Promise.all([
        get<Found>('dataElements', parameters, signal),
        get<Found>('indicators', parameters, signal),
      ])
      const names = new Map([...(elements.dataElements ?? []), ...(indicators.indicators ?? [])].map(({ id, displayName }) => [id, displayName]))
      return ids.map((id) => ({ id, displayName: names.get(id) ?? id }))
    },
  })
}

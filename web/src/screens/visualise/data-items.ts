import { queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client'

/** Where the parts of an identifier, joined by a dot, may be known: a data element and its category option combination, a data set. */
const LISTS = ['dataElements', 'indicators', 'dataSets', 'categoryOptionCombos'] as const

type Found = Partial<Record<(typeof LISTS)[number], { id: string; displayName: string }[]>>

/** The names of what a link asks for: of a rate that of its data set, of an operand both of its parts. */
export function dataNamesQuery(ids: string[]) {
  return queryOptions({
    queryKey: ['data-items', 'names', ids],
    enabled: ids.length > 0,
    queryFn: async ({ signal }) => {
      const parts = [...new Set(ids.flatMap((id) => id.split('.')))].filter((part) => /^[A-Za-z][A-Za-z0-9]{10}$/.test(part))
      const parameters = Object.fromEntries(
        LISTS.flatMap((list) => [
          [`${list}:filter`, `id:in:[${parts.join(',')}]`],
          [`${list}:fields`, 'id,displayName'],
        ]),
      )
      const found = await get<Found>('metadata', parameters, signal)
      const names = new Map(LISTS.flatMap((list) => found[list] ?? []).map(({ id, displayName }) => [id, displayName]))
      return ids.map((id) => ({ id, displayName: id.split('.').flatMap((part) => names.get(part) ?? []).join(' ') || id }))
    },
  })
}

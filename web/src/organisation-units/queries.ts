import { queryOptions } from '@tanstack/react-query'
import { getKept } from '../api/kept'
import { foundInKept, keptChildren, keptUnit } from './kept-units'
import type { Unit } from './unit'

const FIELDS = 'id,displayName,path,leaf'

export interface UnitWithAncestors extends Unit {
  ancestors?: { displayName: string }[]
}

export function unitQuery(id: string) {
  return queryOptions({
    queryKey: ['unit', id],
    queryFn: (context) =>
      getKept<UnitWithAncestors>(`organisationUnits/${id}`, { fields: `${FIELDS},ancestors[displayName]` }, context, () => keptUnit(id)),
  })
}

/** The children of a unit, by name: one call an expansion of the tree. */
export function childrenQuery(id: string) {
  return queryOptions({
    queryKey: ['unit', id, 'children'],
    queryFn: async (context) => {
      const at = { signal: context.signal }
      const { children } = await getKept<{ children?: Unit[] }>(`organisationUnits/${id}`, { fields: `id,children[${FIELDS}]` }, at, () => keptChildren(id))
      return (children ?? []).sort((one, other) => one.displayName.localeCompare(other.displayName))
    },
  })
}

export const SEARCH_LIMIT = 50

/** Where to look: the units in which a person enters data, or those whose figures the person sees. */
export type Hierarchy = 'withinUserHierarchy' | 'withinUserDataViewHierarchy'

/** Units of the person whose name holds the words. */
export function searchQuery(words: string, within: Hierarchy) {
  return queryOptions({
    queryKey: ['unit', 'search', words, within],
    enabled: words.length >= 2,
    queryFn: async (context) => {
      const { organisationUnits } = await getKept<{ organisationUnits: UnitWithAncestors[] }>(
        'organisationUnits',
        { query: words, [within]: true, fields: `${FIELDS},ancestors[displayName]`, pageSize: SEARCH_LIMIT },
        { signal: context.signal },
        () => foundInKept(words),
      )
      return organisationUnits
    },
  })
}

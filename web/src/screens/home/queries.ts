import { queryOptions } from '@tanstack/react-query'
import { getKept } from '../../api/kept'
import type { Day } from '../../periods/calendar'
import type { Completion, ReportingSet } from './duties'
import { candidates } from './duties'

/** What was handed in of all that may be owed, for all units of the person in one call. */
export function completionsQuery(sets: readonly ReportingSet[], units: readonly { id: string }[], today: Day) {
  const asked = candidates(sets, today)
  const parameters = {
    dataSet: [...new Set(asked.map(({ dataSet }) => dataSet.id))],
    period: [...new Set(asked.map(({ period }) => period.id))],
    orgUnit: units.map(({ id }) => id),
    children: true,
  }
  return queryOptions({
    queryKey: ['home', 'completions', parameters],
    enabled: asked.length > 0 && units.length > 0,
    // What was handed in on the form must not be owed on the way back.
    staleTime: 0,
    queryFn: async (context) => {
      const { completeDataSetRegistrations } = await getKept<{ completeDataSetRegistrations?: Completion[] }>(
        'completeDataSetRegistrations',
        parameters,
        context,
      )
      return completeDataSetRegistrations ?? []
    },
  })
}

/** So many units are named at once; more would be a list to search, not to read. */
export const MOST_NAMES = 100

export function unitNamesQuery(ids: readonly string[]) {
  const asked = [...ids].sort().slice(0, MOST_NAMES)
  return queryOptions({
    queryKey: ['unit', 'names', asked],
    queryFn: async (context) => {
      const { organisationUnits } = await getKept<{ organisationUnits: { id: string; displayName: string }[] }>(
        'organisationUnits',
        { filter: `id:in:[${asked.join(',')}]`, fields: 'id,displayName', pageSize: MOST_NAMES },
        context,
      )
      return organisationUnits.sort((one, other) => one.displayName.localeCompare(other.displayName))
    },
  })
}

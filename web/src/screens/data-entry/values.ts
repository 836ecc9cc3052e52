import { queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client'

export interface EntryPlace {
  dataSet: string
  unit: string
  period: string
  /** The data set's own category combination and the options chosen in it; absent where it is the default. */
  attribute?: { combo: string; options: string[]; optionCombo: string }
}

export interface StoredValue {
  dataElement: string
  categoryOptionCombo: string
  value?: string
  comment?: string
  followUp?: boolean
}

export interface StoredValues {
  dataValues: StoredValue[]
  lockStatus: 'OPEN' | 'LOCKED' | 'APPROVED'
  completeStatus: { complete: boolean; created?: string; createdBy?: string }
}

export function placeKey(place: EntryPlace): string {
  return [place.dataSet, place.unit, place.period, place.attribute?.optionCombo ?? ''].join('|')
}

/** Always asked afresh: somebody else may have typed since. */
export function valuesQuery(place: EntryPlace) {
  return queryOptions({
    queryKey: ['data-entry', 'values', placeKey(place)],
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) =>
      get<StoredValues>(
        'dataEntry/dataValues',
        {
          ds: place.dataSet,
          pe: place.period,
          ou: place.unit,
          cc: place.attribute?.combo,
          cp: place.attribute?.options.join(';'),
        },
        signal,
      ),
  })
}

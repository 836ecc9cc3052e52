import { queryOptions } from '@tanstack/react-query'
import type { Parameters } from '../../api/client'
import { getKept } from '../../api/kept'

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
  storedBy?: string
  /** The server's clock, UTC. */
  lastUpdated?: string
}

/** Between which a value of the field usually lies. */
export interface MinMax {
  dataElement: string
  categoryOptionCombo: string
  minValue: number
  maxValue: number
}

export interface StoredValues {
  dataValues: StoredValue[]
  minMaxValues?: MinMax[]
  lockStatus: 'OPEN' | 'LOCKED' | 'APPROVED'
  completeStatus: { complete: boolean; created?: string; createdBy?: string }
  /** Opened without a line, and never before on this device: what the server has is not known. */
  unseen?: true
}

const UNSEEN: StoredValues = { dataValues: [], lockStatus: 'OPEN', completeStatus: { complete: false }, unseen: true }

export function placeKey(place: EntryPlace): string {
  return [place.dataSet, place.unit, place.period, place.attribute?.optionCombo ?? ''].join('|')
}

export const VALUES = 'dataEntry/dataValues'
/** What the queries of all reports' values begin with. */
export const VALUES_KEYS = ['data-entry', 'values']

export function valuesParameters(place: EntryPlace): Parameters {
  return { ds: place.dataSet, pe: place.period, ou: place.unit, cc: place.attribute?.combo, cp: place.attribute?.options.join(';') }
}

export function valuesKey(place: EntryPlace) {
  return [...VALUES_KEYS, placeKey(place)]
}

/**
 * Always asked afresh: somebody else may have typed since. Without a line, as this device saw them last; a report that it
 * never saw opens empty, and what the server has is compared when the values are sent.
 */
export function valuesQuery(place: EntryPlace) {
  return queryOptions({
    queryKey: valuesKey(place),
    staleTime: 0,
    gcTime: 0,
    queryFn: (context) => getKept<StoredValues>(VALUES, valuesParameters(place), context, () => Promise.resolve(UNSEEN)),
  })
}

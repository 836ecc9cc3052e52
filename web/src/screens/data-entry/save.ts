/** The calls by which a report is read again before it is written, and written. */
import { get, post } from '../../api/client'
import { Refusal, sentenceOf } from '../../api/refusal'
import type { Change, Fields, Theirs } from '../../outbox/change'
import type { EntryPlace, StoredValue, StoredValues } from './values'
import { valuesParameters } from './values'

/** What the server has now: it is compared with what the person saw. */
export function readAgain(place: EntryPlace): Promise<StoredValues> {
  return get<StoredValues>('dataEntry/dataValues', valuesParameters(place))
}

interface Row {
  dataElement: string
  categoryOptionCombo: string
  value: string
  deleted?: true
  comment?: string
  followUp?: boolean
}

/** A whole row, because an import writes whole rows: what the person left alone stays as it is. */
export function rowOf(cell: string, mine: Fields, stored: StoredValue | undefined): Row {
  const [dataElement = '', categoryOptionCombo = ''] = cell.split('.')
  const { value, comment, followUp } = { ...fieldsOf(stored), ...mine }
  const row: Row = { dataElement, categoryOptionCombo, value }
  if (value === '') return { ...row, deleted: true }
  if (comment) row.comment = comment
  if (followUp) row.followUp = true
  return row
}

export async function writeRows(place: EntryPlace, rows: Row[]): Promise<void> {
  const body = await post<{ response?: { conflicts?: unknown[] } } | undefined>('dataValueSets', {
    dataSet: place.dataSet,
    period: place.period,
    orgUnit: place.unit,
    ...(place.attribute ? { attributeOptionCombo: place.attribute.optionCombo } : {}),
    dataValues: rows,
  })
  // An import with conflicts may still answer 200.
  if (body?.response?.conflicts?.length) throw new Refusal('refused', sentenceOf(body), 200, body)
}

export async function writeCompletion(place: EntryPlace, complete: boolean): Promise<void> {
  const { dataSet, period, unit, attribute } = place
  await post('dataEntry/dataSetCompletion', {
    dataSet,
    period,
    orgUnit: unit,
    ...(attribute ? { attribute: { combo: attribute.combo, options: attribute.options } } : {}),
    completed: complete,
  })
}

export function fieldsOf(stored: StoredValue | undefined): Required<Fields> {
  return { value: stored?.value ?? '', comment: stored?.comment ?? '', followUp: stored?.followUp ?? false }
}

/** What somebody else wrote into a cell after the person saw it, if it is neither what they saw nor what they want. */
export function conflictOf(change: Change, stored: StoredValue | undefined): Theirs | undefined {
  const now = fieldsOf(stored)
  const seen = { ...fieldsOf(undefined), ...change.seen }
  const fields = Object.keys(change.mine) as (keyof Fields)[]
  const differs = fields.some((field) => now[field] !== seen[field] && now[field] !== change.mine[field])
  if (!differs) return undefined
  const theirs: Theirs = now
  if (stored?.storedBy) theirs.who = stored.storedBy
  if (stored?.lastUpdated) theirs.when = stored.lastUpdated
  return theirs
}

interface Context {
  audits?: { auditType: string; modifiedBy?: string; created?: string }[]
}

/** A form does not tell who removed a value; its history does. */
export async function whoRemoved(change: Change): Promise<Pick<Theirs, 'who' | 'when'>> {
  const [de = '', co = ''] = change.cell?.split('.') ?? []
  const at = { ...valuesParameters(change.place), ds: undefined }
  try {
    const { audits = [] } = await get<Context>('dataEntry/dataValueContext', { de, co, ...at })
    const last = audits.find(({ auditType }) => auditType === 'DELETE')
    return { ...(last?.modifiedBy ? { who: last.modifiedBy } : {}), ...(last?.created ? { when: last.created } : {}) }
  } catch {
    // That it is gone is what counts.
    return {}
  }
}

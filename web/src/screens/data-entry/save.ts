import { post } from '../../api/client'
import { Refusal, sentenceOf } from '../../api/refusal'
import type { EntryPlace, StoredValue } from './values'

interface Change {
  dataElement: string
  categoryOptionCombo: string
  value: string
  deleted?: true
  comment?: string
  followUp?: boolean
}

/** One cell as an import of one value. An import writes the whole row, so comment and mark go along unchanged. */
export async function saveValue(place: EntryPlace, key: string, value: string, old: StoredValue | undefined): Promise<void> {
  const [dataElement = '', categoryOptionCombo = ''] = key.split('.')
  const change: Change = { dataElement, categoryOptionCombo, value }
  if (value === '') change.deleted = true
  if (old?.comment) change.comment = old.comment
  if (old?.followUp) change.followUp = true
  const body = await post<{ response?: { conflicts?: unknown[] } } | undefined>('dataValueSets', {
    dataSet: place.dataSet,
    period: place.period,
    orgUnit: place.unit,
    ...(place.attribute ? { attributeOptionCombo: place.attribute.optionCombo } : {}),
    dataValues: [change],
  })
  // An import with conflicts may still answer 200.
  if (body?.response?.conflicts?.length) throw new Refusal('refused', sentenceOf(body), 200, body)
}

/** What the changes of the outbox are about, in words: from the metadata that the device keeps. */
import { useQuery } from '@tanstack/react-query'
import { useLanguage, useWords } from '../language/language'
import { unitQuery } from '../organisation-units/queries'
import { periodOf } from '../periods/period'
import { periodName } from '../periods/period-name'
import { isDefault, metadataQuery } from '../screens/data-entry/metadata'
import type { EntryPlace } from '../screens/data-entry/values'
import type { Change, Fields } from './change'

export function usePlaceName({ dataSet, unit, period, attribute }: EntryPlace): { title: string; where: string } {
  const language = useLanguage()
  const { data: metadata } = useQuery(metadataQuery)
  const { data: found } = useQuery(unitQuery(unit))
  const known = periodOf(period)
  const options = attribute?.options.map((id) => metadata?.categoryOptions.find((option) => option.id === id)?.displayName ?? id) ?? []
  return {
    title: metadata?.dataSets.find(({ id }) => id === dataSet)?.displayName ?? dataSet,
    where: [found?.displayName ?? unit, known ? periodName(known, language) : period, ...options].join(' · '),
  }
}

export function useCellName(change: Change): string {
  const t = useWords('outbox')
  const { data: metadata } = useQuery(metadataQuery)
  if (change.cell === undefined) return change.complete === false ? t('open-again') : t('complete')
  const [elementId = '', optionComboId = ''] = change.cell.split('.')
  const element = metadata?.dataElements.find(({ id }) => id === elementId)
  const combo = metadata?.categoryCombos.find(({ categoryOptionCombos }) => categoryOptionCombos?.some(({ id }) => id === optionComboId))
  const optionCombo = combo && !isDefault(combo) ? combo.categoryOptionCombos?.find(({ id }) => id === optionComboId)?.displayName : undefined
  return [element?.displayFormName ?? element?.displayName ?? elementId, optionCombo].filter(Boolean).join(', ')
}

/** Writes fields of a cell as a person reads them: options by name, yes and no by word. */
export function useFieldWords(change: Change): (fields: Fields) => string {
  const t = useWords('outbox')
  const { data: metadata } = useQuery(metadataQuery)
  const element = metadata?.dataElements.find(({ id }) => change.cell?.startsWith(`${id}.`))
  const options = metadata?.optionSets.find(({ id }) => id === element?.optionSet?.id)?.options
  const valueWords = (value: string) => {
    if (value === '') return t('nothing')
    if (options) return value.split(',').map((code) => options.find((option) => option.code === code)?.displayName ?? code).join(', ')
    if (element?.valueType === 'BOOLEAN' || element?.valueType === 'TRUE_ONLY') return value === 'true' ? t('yes') : t('no')
    return value
  }
  return ({ value, comment, followUp }) => {
    const parts: string[] = []
    if (value !== undefined) parts.push(valueWords(value))
    if (comment !== undefined) parts.push(comment === '' ? t('no-comment') : t('comment', { comment }))
    if (followUp !== undefined) parts.push(followUp ? t('follow-up') : t('no-follow-up'))
    return parts.join(' · ')
  }
}

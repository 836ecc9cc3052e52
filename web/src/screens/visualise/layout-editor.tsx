import { queryOptions, useQuery } from '@tanstack/react-query'
import { get } from '../../api/client'
import { SelectField } from '../../components/field'
import { useWords } from '../../language/language'
import type { Axis, Question } from '../../analyses/question'
import { AXES, isSpoken, moved, withDimension } from '../../analyses/question'
import { spanOf } from '../../analyses/span'
import styles from './visualise.module.css'

interface Named {
  id: string
  displayName: string
}

/** What figures can be taken apart by, kind by kind. */
const LISTS = ['categories', 'categoryOptionGroupSets', 'dataElementGroupSets', 'organisationUnitGroupSets'] as const

const dimensionsQuery = queryOptions({
  queryKey: ['dimensions'],
  staleTime: 600_000,
  queryFn: async ({ signal }) => {
    // One call for the four lists.
    const parameters = Object.fromEntries(
      LISTS.flatMap((list) => [
        [`${list}:fields`, 'id,displayName'],
        [`${list}:filter`, 'dataDimension:eq:true'],
      ]),
    )
    const found = await get<Partial<Record<string, Named[]>>>('metadata', parameters, signal)
    return LISTS.map((list) => ({ list, all: (found[list] ?? []).sort((one, other) => one.displayName.localeCompare(other.displayName)) }))
  },
})

interface Props {
  question: Question
  onChange: (question: Question) => void
}

/** Where each dimension stands, and which more there are: lists to choose from, for the mouse as for the keyboard. */
export function LayoutEditor({ question, onChange }: Props) {
  const t = useWords('visualise')
  const { data: lists } = useQuery(dimensionsQuery)
  const names = new Map(lists?.flatMap(({ all }) => all.map(({ id, displayName }) => [id, displayName] as const)))
  const nameOf = (dimension: string) => (isSpoken(dimension) ? t(`dimension.${dimension}`) : (names.get(dimension) ?? dimension))
  const axisOf = (dimension: string) => AXES.find((axis) => question.layout[axis].includes(dimension)) ?? 'filters'
  const all = AXES.flatMap((axis) => question.layout[axis])
  const more = all.filter((dimension) => !['dx', 'pe', 'ou'].includes(dimension))
  return (
    <div className={styles.layout}>
      {all.filter((dimension) => dimension !== 'pe' || !spanOf(question.items.pe)).map((dimension) => (
        <SelectField
          key={dimension}
          label={nameOf(dimension)}
          value={axisOf(dimension)}
          onChange={(event) => onChange(moved(question, dimension, event.target.value as Axis))}
        >
          {AXES.map((axis) => (
            <option key={axis} value={axis}>
              {t(`axis.${axis}`)}
            </option>
          ))}
        </SelectField>
      ))}
      <SelectField label={t('apart')} value="" onChange={(event) => onChange(withDimension(question, event.target.value, []))}>
        <option value="">{t('apart.choose')}</option>
        {!all.includes('co') && <option value="co">{t('dimension.co')}</option>}
        {lists?.map(({ list, all: offered }) => (
          <optgroup key={list} label={t(`list.${list}`)}>
            {offered
              .filter(({ id }) => !all.includes(id))
              .map(({ id, displayName }) => (
                <option key={id} value={id}>
                  {displayName}
                </option>
              ))}
          </optgroup>
        ))}
      </SelectField>
      {more.length > 0 && (
        <SelectField label={t('together')} value="" onChange={(event) => onChange(withDimension(question, event.target.value, undefined))}>
          <option value="">{t('together.choose')}</option>
          {more.map((dimension) => (
            <option key={dimension} value={dimension}>
              {nameOf(dimension)}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  )
}

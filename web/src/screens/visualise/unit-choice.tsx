import { queryOptions, useQuery } from '@tanstack/react-query'
import { get } from '../../api/client'
import { SelectField } from '../../components/field'
import { useWords } from '../../language/language'
import { unitQuery } from '../../organisation-units/queries'
import type { Unit } from '../../organisation-units/unit'
import { UnitPicker } from '../../organisation-units/unit-picker'

interface Props {
  roots: Unit[]
  chosen: string[]
  onChange: (items: string[]) => void
}

interface Levels {
  organisationUnitLevels: { level: number; displayName: string }[]
}

const levelsQuery = queryOptions({
  queryKey: ['unit', 'levels'],
  staleTime: 600_000,
  queryFn: ({ signal }) => get<Levels>('organisationUnitLevels', { fields: 'level,displayName', paging: false }, signal),
})

const isUid = (item: string) => /^[A-Za-z][A-Za-z0-9]{10}$/.test(item)

/** A unit, and whether it is seen as a whole or as all units of a level within it. What a saved view has besides stays. */
export function UnitChoice({ roots, chosen, onChange }: Props) {
  const t = useWords('visualise')
  const unit = chosen.find(isUid)
  const others = chosen.filter((item) => item !== unit && !item.startsWith('LEVEL-'))
  const level = chosen.find((item) => item.startsWith('LEVEL-')) ?? ''
  const { data: found } = useQuery({ ...unitQuery(unit ?? ''), enabled: unit !== undefined })
  // Without any unit there is nothing to be seen as one.
  const isChosen = chosen.length > 0
  const { data: levels } = useQuery({ ...levelsQuery, enabled: isChosen })
  const depth = found ? found.path.split('/').length - 1 : 0
  const below = (levels?.organisationUnitLevels ?? []).filter((one) => one.level > depth).sort((one, other) => one.level - other.level)
  const known = level === '' || below.some((one) => level === `LEVEL-${String(one.level)}`)
  const choose = (next: string | undefined, shown: string) => onChange([...(next === undefined ? [] : [next]), ...others, ...(shown === '' ? [] : [shown])])
  return (
    <>
      <UnitPicker roots={roots} value={unit} onChange={(id) => choose(id, level)} />
      {isChosen && (
        <SelectField label={t('units')} value={level} onChange={(event) => choose(unit, event.target.value)}>
          <option value="">{t('units.whole')}</option>
          {!known && <option value={level}>{level}</option>}
          {below.map((one) => (
            <option key={one.level} value={`LEVEL-${String(one.level)}`}>
              {one.displayName}
            </option>
          ))}
        </SelectField>
      )}
    </>
  )
}

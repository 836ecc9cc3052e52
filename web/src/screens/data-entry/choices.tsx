import type { Place } from '../../address'
import { SelectField } from '../../components/field'
import { useWords } from '../../language/language'
import { UnitPicker } from '../../organisation-units/unit-picker'
import { useMe } from '../../session/me'
import { attributeCombo, chosenOptions } from './attribute'
import styles from './choices.module.css'
import type { CategoryCombo, DataSet, Metadata } from './metadata'
import { PeriodPicker } from './period-picker'

interface Props {
  metadata: Metadata
  dataSet: DataSet | undefined
  place: Place
  /** The form has the line for itself. */
  waits: boolean
  onChoose: (change: Place) => void
}

export function Choices({ metadata, dataSet, place, waits, onChoose }: Props) {
  const t = useWords('entry')
  const me = useMe()
  // A set that none of the person's units reports could not be filled in.
  const open = metadata.dataSets.filter((one) => one.organisationUnits.length > 0 || one.id === dataSet?.id)
  const sets = open.sort((one, other) => one.displayName.localeCompare(other.displayName))
  const combo = dataSet && attributeCombo(metadata, dataSet)
  const chooseSet = (id: string) => {
    const next = metadata.dataSets.find((one) => one.id === id)
    // A month is still a month on another monthly form.
    const keepsPeriod = next?.periodType === dataSet?.periodType
    onChoose({ ds: id, cp: undefined, ...(keepsPeriod ? {} : { pe: undefined }) })
  }
  return (
    <section className={styles.choices} aria-label={t('choices')}>
      <SelectField label={t('data-set')} value={dataSet?.id ?? ''} onChange={(event) => chooseSet(event.target.value)}>
        {!dataSet && <option value="">{t('choose')}</option>}
        {sets.map(({ id, displayName }) => (
          <option key={id} value={id}>
            {displayName}
          </option>
        ))}
      </SelectField>
      <UnitPicker roots={me.organisationUnits} value={place.ou} waits={waits} onChange={(ou) => onChoose({ ou })} />
      <PeriodPicker dataSet={dataSet} value={place.pe} onChange={(pe) => onChoose({ pe })} />
      {combo && (
        <AttributePickers metadata={metadata} combo={combo} chosen={chosenOptions(metadata, combo, place.cp)} onChange={(cp) => onChoose({ cp })} />
      )}
    </section>
  )
}

interface AttributeProps {
  metadata: Metadata
  combo: CategoryCombo
  chosen: string[]
  onChange: (cp: string) => void
}

function AttributePickers({ metadata, combo, chosen, onChange }: AttributeProps) {
  const t = useWords('entry')
  return combo.categories.map((id, index) => {
    const category = metadata.categories.find((one) => one.id === id)
    const options = metadata.categoryOptions.filter((option) => category?.categoryOptions.includes(option.id))
    return (
      <SelectField
        key={id}
        label={category?.displayFormName ?? category?.displayName ?? id}
        value={chosen[index]}
        onChange={(event) => onChange(chosen.with(index, event.target.value).filter(Boolean).join(';'))}
      >
        {!chosen[index] && <option value="">{t('choose')}</option>}
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.displayFormName ?? option.displayName}
          </option>
        ))}
      </SelectField>
    )
  })
}

import { useId } from 'react'
import type { Place } from '../../address'
import { SelectField } from '../../components/field'
import { useLanguage, useWords } from '../../language/language'
import { UnitPicker } from '../../organisation-units/unit-picker'
import type { Unit } from '../../organisation-units/unit'
import { periodOf } from '../../periods/period'
import { periodName } from '../../periods/period-name'
import { DataPicker } from './data-picker'
import type { Question } from './query'
import { LOOKS, RELATIVE_PERIODS } from './query'
import styles from './visualise.module.css'

interface Props {
  question: Question
  roots: Unit[]
  onChoose: (change: Place) => void
}

/** What, when, where, and seen as what. */
export function QueryEditor({ question, roots, onChoose }: Props) {
  const t = useWords('visualise')
  const language = useLanguage()
  const name = useId()
  const known = RELATIVE_PERIODS.some((period) => period === question.period)
  const nameOf = (id: string) => {
    const relative = RELATIVE_PERIODS.find((period) => period === id)
    const period = periodOf(id)
    return relative ? t(`period.${relative}`) : period ? periodName(period, language) : id
  }
  return (
    <section className={styles.editor} aria-label={t('query')}>
      <DataPicker chosen={question.data} onChange={(ids) => onChoose({ dx: ids.length > 0 ? ids.join(';') : undefined })} />
      <SelectField label={t('period')} value={question.period} onChange={(event) => onChoose({ pe: event.target.value })}>
        {!known && <option value={question.period}>{question.period.split(';').map(nameOf).join(' / ')}</option>}
        {RELATIVE_PERIODS.map((period) => (
          <option key={period} value={period}>
            {t(`period.${period}`)}
          </option>
        ))}
      </SelectField>
      <UnitPicker roots={roots} value={question.unit} onChange={(ou) => onChoose({ ou })} />
      <fieldset className={styles.looks}>
        <legend>{t('look')}</legend>
        {LOOKS.map((look) => (
          <label key={look}>
            <input type="radio" name={name} checked={look === question.look} onChange={() => onChoose({ as: look })} />
            {t(`look.${look}`)}
          </label>
        ))}
      </fieldset>
    </section>
  )
}

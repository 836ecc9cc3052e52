import { lazy, Suspense, useId, useState } from 'react'
import { useWords } from '../../language/language'
import type { Unit } from '../../organisation-units/unit'
import { DataPicker } from './data-picker'
import { SelectField } from '../../components/field'
import { ALL_KINDS, isYearly } from '../../analyses/kinds'
import { PeriodChoice } from './period-choice'
import type { Question } from '../../analyses/question'
import { seenAs, USUAL_YEARS, YEARS } from '../../analyses/question'
import { UnitChoice } from './unit-choice'
import styles from './visualise.module.css'

/** What is offered of years, most often looked at first. */
const YEARS_OFFERED = { two: USUAL_YEARS.join(';'), six: 'THIS_YEAR;LAST_5_YEARS' } as const

const LayoutEditor = lazy(() => import('./layout-editor').then(({ LayoutEditor: component }) => ({ default: component })))

interface Props {
  question: Question
  roots: Unit[]
  onChange: (question: Question) => void
}

/** What, when, where, and seen as what. */
export function QueryEditor({ question, roots, onChange }: Props) {
  const t = useWords('visualise')
  const name = useId()
  const [more, setMore] = useState(false)
  const items = (dimension: string) => question.items[dimension] ?? []
  const change = (dimension: string) => (list: string[]) => onChange({ ...question, items: { ...question.items, [dimension]: list } })
  return (
    <section className={styles.editor} aria-label={t('query')}>
      <DataPicker chosen={items('dx')} onChange={change('dx')} />
      <PeriodChoice chosen={items('pe')} onChange={change('pe')} />
      {isYearly(question.kind) && <YearsChoice chosen={items(YEARS)} onChange={change(YEARS)} />}
      <UnitChoice roots={roots} chosen={items('ou')} onChange={change('ou')} />
      <fieldset className={styles.looks}>
        <legend>{t('look')}</legend>
        {ALL_KINDS.map((kind) => (
          <label key={kind}>
            <input type="radio" name={name} checked={kind === question.kind} onChange={() => onChange(seenAs(question, kind))} />
            {t(`look.${kind}`)}
          </label>
        ))}
      </fieldset>
      {/* Years beside each other have one layout. */}
      {!isYearly(question.kind) && <details className={styles.more} onToggle={(event) => setMore(event.currentTarget.open)}>
        <summary>{t('layout')}</summary>
        {more && (
          <Suspense fallback={null}>
            <LayoutEditor question={question} onChange={onChange} />
          </Suspense>
        )}
      </details>}
    </section>
  )
}

function YearsChoice({ chosen, onChange }: { chosen: string[]; onChange: (years: string[]) => void }) {
  const t = useWords('visualise')
  const value = chosen.join(';')
  const isOffered = Object.values(YEARS_OFFERED).includes(value)
  return (
    <SelectField label={t('dimension.yr')} value={value} onChange={(event) => onChange(event.target.value.split(';'))}>
      {!isOffered && <option value={value}>{t('years.saved')}</option>}
      <option value={YEARS_OFFERED.two}>{t('years.two')}</option>
      <option value={YEARS_OFFERED.six}>{t('years.six')}</option>
    </SelectField>
  )
}

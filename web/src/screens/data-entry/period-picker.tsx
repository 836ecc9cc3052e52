import { useState } from 'react'
import { SelectField } from '../../components/field'
import { useLanguage, useWords } from '../../language/language'
import { today } from '../../periods/calendar'
import { lastOpenStart, periodsOfYear, yearOf } from '../../periods/period'
import { periodName } from '../../periods/period-name'
import styles from './choices.module.css'
import type { DataSet } from './metadata'

interface Props {
  dataSet: DataSet | undefined
  value: string | undefined
  onChange: (period: string) => void
}

const YEARS_BACK = 10

/** The periods of a year that are open for entry, the newest first. */
export function PeriodPicker({ dataSet, value, onChange }: Props) {
  const t = useWords('entry')
  const language = useLanguage()
  const now = today()
  const last = dataSet ? lastOpenStart(dataSet.periodType, dataSet.openFuturePeriods, now) : now
  const newest = Math.max(Number(last.slice(0, 4)), value ? yearOf(value) : 0)
  const [chosenYear, setYear] = useState<number>()
  const year = chosenYear ?? (value ? yearOf(value) : newest)
  const only = dataSet?.dataInputPeriods?.map(({ period }) => period.id) ?? []
  const periods = dataSet
    ? periodsOfYear(dataSet.periodType, year)
        .filter(({ id, start }) => start <= last && (only.length === 0 || only.includes(id)))
        .reverse()
    : []
  const shown = periods.some(({ id }) => id === value)
  return (
    <div className={styles.period}>
      <SelectField
        label={t('period')}
        value={shown ? value : ''}
        disabled={!dataSet}
        help={dataSet && periods.length === 0 ? t('period.none', { year: String(year) }) : undefined}
        onChange={(event) => onChange(event.target.value)}
      >
        {!shown && <option value="">{dataSet ? t('choose') : t('period.after-set')}</option>}
        {periods.map((period) => (
          <option key={period.id} value={period.id}>
            {periodName(period, language)}
          </option>
        ))}
      </SelectField>
      <SelectField label={t('year')} value={year} disabled={!dataSet} onChange={(event) => setYear(Number(event.target.value))}>
        {Array.from({ length: YEARS_BACK + 1 }, (_, back) => newest - back).map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </SelectField>
    </div>
  )
}

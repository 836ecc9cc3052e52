import { useState } from 'react'
import { RELATIVE_PERIODS } from '../../analyses/query'
import { spanOf } from '../../analyses/span'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { SelectField, TextField } from '../../components/field'
import { useWords } from '../../language/language'
import { today } from '../../periods/calendar'
import { periodsOfYear } from '../../periods/period'
import picker from './data-picker.module.css'
import { usePeriodName } from './period-choice'

/** Periods that move with today, and the types of fixed ones, the usual ones first. */
const TYPES = ['relative', 'Monthly', 'Quarterly', 'Yearly', 'Weekly', 'BiMonthly', 'SixMonthly', 'FinancialApril', 'FinancialJuly', 'FinancialOct', 'Daily'] as const

interface Props {
  start: string[]
  onClose: () => void
  onDone: (periods: string[]) => void
}

export function PeriodDialog({ start, onClose, onDone }: Props) {
  const t = useWords('visualise')
  const nameOf = usePeriodName()
  // Periods take the place of a span of days.
  const [ids, setIds] = useState(spanOf(start) ? [] : start)
  const [type, setType] = useState<(typeof TYPES)[number]>('relative')
  const [year, setYear] = useState(today().slice(0, 4))
  const toggle = (id: string) => setIds(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id])
  const offered = type === 'relative' ? RELATIVE_PERIODS : periodsOfYear(type, Number(year)).map(({ id }) => id)
  return (
    <Dialog title={t('period.choose')} onClose={onClose}>
      <div className={picker.search}>
        <SelectField label={t('period.type')} value={type} onChange={(event) => setType(event.target.value as typeof type)}>
          {TYPES.map((one) => (
            <option key={one} value={one}>
              {t(`period.type.${one}`)}
            </option>
          ))}
        </SelectField>
        {type !== 'relative' && <TextField label={t('period.year')} type="number" min={1900} max={2200} value={year} onChange={(event) => setYear(event.target.value)} />}
      </div>
      <div className={picker.body}>
        <ul className={picker.items}>
          {offered.map((id) => (
            <li key={id}>
              <label>
                <input type="checkbox" checked={ids.includes(id)} onChange={() => toggle(id)} />
                <span>{nameOf(id)}</span>
              </label>
            </li>
          ))}
        </ul>
      </div>
      <div className={picker.foot}>
        <p role="status">{t('data.chosen', { n: ids.length })}</p>
        <Button look="main" disabled={ids.length === 0} onClick={() => onDone(ids)}>
          {t('data.show')}
        </Button>
      </div>
    </Dialog>
  )
}

import { useRef } from 'react'
import { Button } from '../../components/button'
import { useWords } from '../../language/language'
import { useMe, viewRoots } from '../../session/me'
import { PeriodChoice } from '../visualise/period-choice'
import { UnitChoice } from '../visualise/unit-choice'
import styles from './dashboard.module.css'
import type { FILTERS, Filters } from './filters'

interface Props {
  allowed: readonly (typeof FILTERS)[number][]
  filters: Filters
  onChange: (filters: Filters) => void
}

/** Other periods and another unit for all items at once, where the dashboard allows it. */
export function FilterBar({ allowed, filters, onChange }: Props) {
  const t = useWords('dashboard')
  const roots = viewRoots(useMe())
  const box = useRef<HTMLElement>(null)
  const isFiltered = Object.keys(filters).length > 0
  const remove = () => {
    // The button goes away.
    box.current?.focus()
    onChange({})
  }
  return (
    <section ref={box} tabIndex={-1} className={styles.filters} aria-label={t('filters')}>
      {allowed.includes('pe') && <PeriodChoice chosen={filters.pe ?? []} onChange={(pe) => onChange({ ...filters, pe })} />}
      {allowed.includes('ou') && <UnitChoice roots={roots} chosen={filters.ou ?? []} onChange={(ou) => onChange({ ...filters, ou })} />}
      <div className={styles.filtered}>
        <p role="status">{t(isFiltered ? 'filtered' : 'unfiltered')}</p>
        {isFiltered && <Button onClick={remove}>{t('filters.remove')}</Button>}
      </div>
    </section>
  )
}

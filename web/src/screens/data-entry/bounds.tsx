import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { del, post } from '../../api/client'
import { Button } from '../../components/button'
import { TroubleNotice } from '../../components/trouble'
import { useWords } from '../../language/language'
import { useMay } from '../../session/me'
import { useDesk } from './desk'
import styles from './details.module.css'
import type { FormCell } from './form'
import { numberOf } from './figures'
import { kindOf } from './value-types'
import type { MinMax, StoredValues } from './values'
import { valuesKey } from './values'

/** Between which a value usually lies here; whoever may change that does it in place. */
export function Bounds({ cell, limit }: { cell: FormCell; limit: MinMax | undefined }) {
  const t = useWords('entry')
  const [editing, setEditing] = useState(false)
  const may = useMay('F_MINMAX_DATAELEMENT_ADD')
  const bounded = kindOf(cell.valueType).control === 'number' && !cell.optionSet
  if (!limit && !(may && bounded)) return null
  if (editing) return <Editor cell={cell} limit={limit} onDone={() => setEditing(false)} />
  return (
    <div className={styles.bounds}>
      <p>{limit ? t('usual', { min: limit.minValue, max: limit.maxValue }) : t('usual.none')}</p>
      {may && bounded && <Button onClick={() => setEditing(true)}>{t(limit ? 'usual.change' : 'usual.set')}</Button>}
    </div>
  )
}

function Editor({ cell, limit, onDone }: { cell: FormCell; limit: MinMax | undefined; onDone: () => void }) {
  const t = useWords('entry')
  const { place } = useDesk()
  const queries = useQueryClient()
  const [typed, setTyped] = useState({ min: String(limit?.minValue ?? ''), max: String(limit?.maxValue ?? '') })
  const [failed, setFailed] = useState<Error>()
  const [min, max] = [numberOf(typed.min), numberOf(typed.max)]
  const right = min !== undefined && max !== undefined && Number.isInteger(min) && Number.isInteger(max) && min < max
  const change = async (bounds: { minValue: number; maxValue: number } | undefined) => {
    const of = { dataElement: cell.dataElement, categoryOptionCombo: cell.optionCombo }
    try {
      if (bounds) await post('dataEntry/minMaxValues', { ...of, orgUnit: place.unit, ...bounds })
      else await del('dataEntry/minMaxValues', { de: cell.dataElement, ou: place.unit, co: cell.optionCombo })
    } catch (error) {
      setFailed(error as Error)
      return
    }
    queries.setQueryData<StoredValues>(valuesKey(place), (values) => {
      if (!values) return values
      const others = (values.minMaxValues ?? []).filter((one) => one.dataElement !== of.dataElement || one.categoryOptionCombo !== of.categoryOptionCombo)
      return { ...values, minMaxValues: bounds ? [...others, { ...of, ...bounds }] : others }
    })
    onDone()
  }
  const field = (name: 'min' | 'max') => (
    <label>
      <span>{t(`usual.${name}`)}</span>
      <input inputMode="numeric" dir="ltr" value={typed[name]} onChange={(event) => setTyped({ ...typed, [name]: event.target.value.trim() })} />
    </label>
  )
  return (
    <form
      className={styles.bounds}
      onSubmit={(event) => {
        event.preventDefault()
        if (right) void change({ minValue: min, maxValue: max })
      }}
    >
      {field('min')}
      {field('max')}
      <Button look="main" type="submit" disabled={!right}>
        {t('usual.save')}
      </Button>
      {limit && <Button onClick={() => void change(undefined)}>{t('usual.remove')}</Button>}
      <Button onClick={onDone}>{t('cancel')}</Button>
      {!right && <p className={styles.quiet}>{t('usual.order')}</p>}
      {failed && <TroubleNotice error={failed} />}
    </form>
  )
}

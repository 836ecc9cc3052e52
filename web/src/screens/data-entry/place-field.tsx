import { useWords } from '../../language/language'
import styles from './cell.module.css'
import type { ControlProps } from './control'
import { partsOfPlace, tidyNumber } from './value-types'

/** A place on earth: two numbers, of which one alone is not a value yet. */
export function PlaceField({ cell, name, value, disabled, invalid, describedBy, onType, onCommit }: ControlProps) {
  const t = useWords('entry')
  const [longitude, latitude] = partsOfPlace(value)
  const join = (one: string, other: string) => (one === '' && other === '' ? '' : `[${one},${other}]`)
  const part = (label: string, key: string, typed: string, whole: (text: string) => string) => (
    <label>
      <span>{label}</span>
      <input
        type="text"
        inputMode="decimal"
        autoComplete="off"
        dir="ltr"
        className={styles.number}
        data-cell={key}
        aria-label={`${name}, ${label}`}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        disabled={disabled}
        value={typed}
        onChange={(event) => onType(whole(event.target.value))}
        onBlur={(event) => onCommit(whole(tidyNumber(event.target.value)))}
      />
    </label>
  )
  return (
    <div className={styles.place} role="group" aria-label={name}>
      {part(t('latitude'), cell.key, latitude, (text) => join(longitude, text))}
      {part(t('longitude'), `${cell.key}.longitude`, longitude, (text) => join(text, latitude))}
    </div>
  )
}

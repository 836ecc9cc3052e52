import type { ChangeEvent, FocusEvent } from 'react'
import { useWords } from '../../language/language'
import { FileField } from './file-field'
import { PlaceField } from './place-field'
import { UnitField } from './unit-field'
import styles from './cell.module.css'
import type { FormCell } from './form'
import type { OptionSet } from './metadata'
import { kindOf } from './value-types'

export interface ControlProps {
  cell: FormCell
  name: string
  value: string
  disabled: boolean
  invalid: boolean
  describedBy: string | undefined
  onType: (value: string) => void
  onCommit: (value: string) => void
}

/** The control that fits the value type. Lists and ticks save at once, typed text when the field is left. */
export function Control(props: ControlProps) {
  const { cell, value, onType, onCommit } = props
  const kind = kindOf(cell.valueType)
  const common = {
    'data-cell': cell.key,
    'aria-label': props.name,
    'aria-invalid': props.invalid || undefined,
    'aria-describedby': props.describedBy,
    disabled: props.disabled,
  }
  const typing = {
    ...common,
    value,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onType(event.target.value),
    onBlur: (event: FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => onCommit(event.target.value),
  }
  if (cell.optionSet && cell.valueType === 'MULTI_TEXT') return <Ticks {...props} optionSet={cell.optionSet} />
  if (cell.optionSet) {
    const options = cell.optionSet.options.map(({ code, displayName }) => ({ value: code, label: displayName }))
    return <List {...common} value={value} options={options} onCommit={onCommit} />
  }
  switch (kind.control) {
    case 'yes-no':
      return <YesNo {...common} value={value} onCommit={onCommit} />
    case 'tick':
      return <input type="checkbox" {...common} checked={value === 'true'} onChange={(event) => onCommit(event.target.checked ? 'true' : '')} />
    case 'long-text':
      return <textarea rows={3} {...typing} />
    case 'date':
      return <input type="date" {...typing} />
    case 'date-time':
      return <input type="datetime-local" {...typing} value={value.slice(0, 16)} />
    case 'place':
      return <PlaceField {...props} />
    case 'unit':
      return <UnitField {...props} />
    case 'file':
      return <FileField {...props} />
    case 'time':
      return <input type="time" {...typing} />
    case 'number':
      return <input type="text" inputMode={kind.inputMode} autoComplete="off" dir="ltr" className={styles.number} {...typing} />
    default:
      return <input type="text" inputMode={kind.inputMode} autoComplete="off" dir="auto" {...typing} />
  }
}

interface ListProps {
  value: string
  options: { value: string; label: string }[]
  onCommit: (value: string) => void
}

function List({ value, options, onCommit, ...rest }: ListProps) {
  return (
    <select {...rest} value={value} onChange={(event) => onCommit(event.target.value)}>
      <option value=""> </option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

function YesNo({ value, onCommit, ...rest }: Omit<ListProps, 'options'>) {
  const t = useWords('entry')
  const options = [
    { value: 'true', label: t('yes') },
    { value: 'false', label: t('no') },
  ]
  return <List {...rest} value={value} options={options} onCommit={onCommit} />
}

/** Several options of a set: their codes, joined by commas. */
function Ticks({ cell, optionSet, name, value, disabled, onCommit }: ControlProps & { optionSet: OptionSet }) {
  const chosen = value.split(',').filter(Boolean)
  return (
    <fieldset className={styles.ticks} aria-label={name}>
      {optionSet.options.map(({ code, displayName }) => (
        <label key={code}>
          <input
            type="checkbox"
            data-cell={`${cell.key}.${code}`}
            disabled={disabled}
            checked={chosen.includes(code)}
            onChange={(event) => {
              const next = optionSet.options.map((option) => option.code).filter((one) => (one === code ? event.target.checked : chosen.includes(one)))
              onCommit(next.join(','))
            }}
          />
          <bdi>{displayName}</bdi>
        </label>
      ))}
    </fieldset>
  )
}

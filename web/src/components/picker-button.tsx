import { useId } from 'react'
import field from './field.module.css'
import styles from './picker-button.module.css'

interface Props {
  label: string
  /** What is chosen, or an invitation to choose. */
  value: string
  onOpen: () => void
}

/** Looks like a field and opens a dialog in which a choice is made. */
export function PickerButton({ label, value, onOpen }: Props) {
  const id = useId()
  return (
    <div className={field.field}>
      <span id={`${id}-label`} className={field.label}>
        {label}
      </span>
      <button
        type="button"
        id={id}
        className={`${field.control ?? ''} ${styles.button ?? ''}`}
        aria-haspopup="dialog"
        aria-labelledby={`${id}-label ${id}`}
        onClick={onOpen}
      >
        <span className={styles.value} dir="auto">
          {value}
        </span>
      </button>
    </div>
  )
}

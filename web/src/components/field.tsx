import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes } from 'react'
import { useId } from 'react'
import styles from './field.module.css'

interface Shared {
  label: string
  help?: ReactNode
  problem?: string
}

type TextProps = Shared & InputHTMLAttributes<HTMLInputElement>

export function TextField({ label, help, problem, ...rest }: TextProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={styles.control}
        aria-invalid={problem ? true : undefined}
        aria-describedby={help || problem ? `${id}-more` : undefined}
        {...rest}
      />
      <More id={id} help={help} problem={problem} />
    </div>
  )
}

type SelectProps = Shared & SelectHTMLAttributes<HTMLSelectElement>

/** The browser's own list: on a phone it is the one that people know. */
export function SelectField({ label, help, problem, children, ...rest }: SelectProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} className={styles.control} aria-describedby={help || problem ? `${id}-more` : undefined} {...rest}>
        {children}
      </select>
      <More id={id} help={help} problem={problem} />
    </div>
  )
}

function More({ id, help, problem }: { id: string; help?: ReactNode; problem?: string }) {
  if (!help && !problem) return null
  return (
    <span id={`${id}-more`} className={problem ? styles.problem : styles.help}>
      {problem ?? help}
    </span>
  )
}

import type { ReactNode } from 'react'
import { Button } from './button'
import styles from './notice.module.css'
import { takeFocus } from './take-focus'

interface Props {
  kind: 'good' | 'bad' | 'warn' | 'plain'
  title?: string
  children?: ReactNode
  action?: { label: string; run: () => void }
  /** It stands where a form was that had the focus. */
  takesFocus?: boolean
}

/** A sentence about what happened and what to try; a bad one interrupts a screen reader, the others wait. */
export function Notice({ kind, title, children, action, takesFocus }: Props) {
  return (
    <div className={[styles.notice, styles[kind]].join(' ')} role={kind === 'bad' ? 'alert' : 'status'} {...(takesFocus ? { tabIndex: -1, ref: takeFocus } : {})}>
      <div className={styles.words}>
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
      {action && <Button onClick={action.run}>{action.label}</Button>}
    </div>
  )
}

import type { ReactNode } from 'react'
import { Button } from './button'
import styles from './notice.module.css'

interface Props {
  kind: 'good' | 'bad' | 'warn' | 'plain'
  title?: string
  children?: ReactNode
  action?: { label: string; run: () => void }
}

/** A sentence about what happened and what to try; a bad one interrupts a screen reader, the others wait. */
export function Notice({ kind, title, children, action }: Props) {
  return (
    <div className={[styles.notice, styles[kind]].join(' ')} role={kind === 'bad' ? 'alert' : 'status'}>
      <div className={styles.words}>
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
      {action && <Button onClick={action.run}>{action.label}</Button>}
    </div>
  )
}

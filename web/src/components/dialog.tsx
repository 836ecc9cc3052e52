import type { ReactNode } from 'react'
import { useEffect, useId, useRef } from 'react'
import { useWords } from '../language/language'
import { Button } from './button'
import styles from './dialog.module.css'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
}

/** The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({ title, onClose, children }: Props) {
  const t = useWords('shell')
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    if (element && !element.open) element.showModal()
    return () => {
      element?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby={heading} onCancel={onClose}>
      <div className={styles.head}>
        <h2 id={heading}>{title}</h2>
        <Button look="quiet" onClick={onClose} aria-label={t('close')}>
          <span aria-hidden="true">✕</span>
        </Button>
      </div>
      {children}
    </dialog>
  )
}

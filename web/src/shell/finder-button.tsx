import { lazy, Suspense, useEffect, useState } from 'react'
import { enterRoom, useWords } from '../language/language'
import styles from './header.module.css'

const Finder = lazy(async () => {
  const [{ Finder: component }] = await Promise.all([import('./finder'), enterRoom('finder')])
  return { default: component }
})

/** Opens the search over everything, as Ctrl+K does from anywhere. */
export function FinderButton() {
  const t = useWords('shell')
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      // Another dialog has the screen: two at once would lose the way back.
      if (!document.querySelector('dialog[open]')) setOpen(true)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  return (
    <>
      <button type="button" className={styles.tool} aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K" aria-label={t('find')} onClick={() => setOpen(true)}>
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2">
          <circle cx="10" cy="10" r="6" />
          <path d="m15 15 6 6" />
        </svg>
      </button>
      {open && (
        <Suspense>
          <Finder onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

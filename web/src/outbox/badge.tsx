import { lazy, Suspense, useState } from 'react'
import { useReachable } from '../api/connection'
import { enterRoom, useWords } from '../language/language'
import styles from './badge.module.css'
import { useStanding } from './mine'

const Unsent = lazy(async () => {
  const [{ Unsent: component }] = await Promise.all([import('./unsent'), enterRoom('outbox')])
  return { default: component }
})

/** In the header: whether there is a line, and how much has not reached the server. Silent while all goes well. */
export function OutboxBadge() {
  const t = useWords('shell')
  const reachable = useReachable()
  const { all, stuck, delayed } = useStanding()
  const [open, setOpen] = useState(false)
  const shown = !reachable || stuck + delayed > 0
  return (
    <>
      <div role="status" className={styles.place}>
        {shown && (
          <button type="button" className={`${styles.badge ?? ''} ${stuck > 0 ? (styles.stuck ?? '') : ''}`} aria-haspopup="dialog" onClick={() => setOpen(true)}>
            {!reachable && <span>{t('offline')}</span>}
            {all > 0 && <span>{t('unsent', { n: all })}</span>}
          </button>
        )}
      </div>
      {open && (
        <Suspense>
          <Unsent onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { enterRoom, useWords } from '../language/language'
import styles from './header.module.css'
import { jobsOf, jobsQuery, useSomethingRuns } from './jobs'

const Tray = lazy(async () => {
  const [{ JobsTray: component }] = await Promise.all([import('./jobs-tray'), enterRoom('finder')])
  return { default: component }
})

/** Shows that something runs, and opens the tray. */
export function JobsButton() {
  const t = useWords('shell')
  const [open, setOpen] = useState(false)
  const watched = useSomethingRuns()
  const { data } = useQuery({ ...jobsQuery, enabled: watched || open })
  const running = data ? jobsOf(data).filter(({ state }) => state === 'running').length : 0
  return (
    <>
      <button type="button" className={styles.tool} aria-haspopup="dialog" aria-label={t('jobs', { n: running })} onClick={() => setOpen(true)}>
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2">
          <path d="M4 6h10M4 12h16M4 18h7" />
        </svg>
        {running > 0 && (
          <span className={styles.number} aria-hidden="true">
            {running}
          </span>
        )}
      </button>
      {open && (
        <Suspense>
          <Tray onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

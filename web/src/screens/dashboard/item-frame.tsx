import type { ReactNode } from 'react'
import { useId } from 'react'
import styles from './dashboard.module.css'

interface Props {
  title: string
  /** The title as it stands in the head, where it is more than words. */
  head?: ReactNode
  /** Buttons beside the title. */
  tools?: ReactNode
  busy?: boolean
  children: ReactNode
}

/** One item with its name. What is longer than its place is scrolled in it, by keyboard too. */
export function Frame({ title, head, tools, busy = false, children }: Props) {
  const heading = useId()
  return (
    <section className={styles.item} aria-labelledby={heading} aria-busy={busy}>
      <div className={styles.head}>
        <h2 id={heading} dir="auto">
          {head ?? title}
        </h2>
        {tools}
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.body} role="group" aria-labelledby={heading} tabIndex={0}>
        {children}
      </div>
    </section>
  )
}

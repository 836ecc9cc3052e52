import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { signedInHere } from '../session/session'
import styles from './page.module.css'

interface Props {
  title: string
  children: ReactNode
}

let firstPage = true

/** One screen: names the browser's tab and, after a navigation, moves the focus to the heading so that it is read. */
export function Page({ title, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Afya`
  }, [title])
  useEffect(() => {
    if (!firstPage || signedInHere()) heading.current?.focus()
    firstPage = false
  }, [])
  return (
    <main id="content" className={styles.page} tabIndex={-1}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  )
}

import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { useMinistry } from '../appearance/ministry'
import { signedInHere } from '../session/session'
import styles from './page.module.css'

interface Props {
  title: string
  children: ReactNode
}

let firstPage = true

/** One screen: names the browser's tab and, after a navigation, moves the focus to the heading so that it is read. */
export function Page({ title, children }: Props) {
  const { name } = useMinistry()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${name}`
  }, [title, name])
  useEffect(() => {
    if (!firstPage || signedInHere()) heading.current?.focus()
    firstPage = false
  }, [])
  return (
    <main id="content" className={styles.page} tabIndex={-1}>
      {/* On paper the header is not there, and nobody would know whose report it is. */}
      <p className="only-on-paper">{name}</p>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  )
}

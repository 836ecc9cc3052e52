import { Link } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState } from 'react'
import { LanguageField } from '../components/language-field'
import { useWords } from '../language/language'
import { SignOut } from '../outbox/sign-out'
import type { Me } from '../session/session'
import { ThemeChoice } from './theme-choice'
import styles from './user-menu.module.css'

export function UserMenu({ me }: { me: Me }) {
  const t = useWords('shell')
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const panel = useId()

  useEffect(() => {
    if (!open) return
    const leave = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false)
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      button.current?.focus()
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
      document.removeEventListener('keydown', escape)
    }
  }, [open])

  return (
    <div ref={box} className={styles.menu}>
      <button
        ref={button}
        type="button"
        className={styles.button}
        aria-expanded={open}
        aria-controls={panel}
        aria-label={t('menu.user', { name: me.displayName })}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">{initials(me.displayName)}</span>
      </button>
      <div id={panel} className={styles.panel} hidden={!open}>
        <p>
          <strong>{me.displayName}</strong>
          <br />
          <span className={styles.username}>{me.username}</span>
        </p>
        <p className={styles.ways}>
          <Link to="/profile" onClick={() => setOpen(false)}>
            {t('menu.profile')}
          </Link>
          <Link to="/settings" onClick={() => setOpen(false)}>
            {t('menu.settings')}
          </Link>
        </p>
        <LanguageField />
        <ThemeChoice />
        <SignOut />
      </div>
    </div>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => Array.from(word ?? '')[0] ?? '').join('')
}

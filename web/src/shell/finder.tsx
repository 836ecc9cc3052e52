import { useRouter } from '@tanstack/react-router'
import type { KeyboardEvent } from 'react'
import { useEffect, useId, useRef, useState } from 'react'
import { Dialog } from '../components/dialog'
import { TroubleNotice } from '../components/trouble'
import { useWords } from '../language/language'
import styles from './finder.module.css'
import type { Found } from './finder-sources'
import { useFound } from './finder-sources'

/** Jumps to any screen, form, unit or saved analysis by a piece of its name. */
export function Finder({ onClose }: { onClose: () => void }) {
  const t = useWords('finder')
  const router = useRouter()
  const [words, setWords] = useState('')
  const { found, busy, error } = useFound(words.trim())
  const [at, setAt] = useState(0)
  const active = Math.min(at, found.length - 1)
  const list = useId()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const go = ({ to, search }: Found) => {
    onClose()
    void router.navigate({ to, search })
  }
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const chosen = found[active]
    if (step !== undefined && found.length > 0) setAt((active + step + found.length) % found.length)
    else if (event.key === 'Enter' && chosen) go(chosen)
    else return
    event.preventDefault()
  }
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <div className={styles.ask}>
        <input
          ref={field}
          // A field for searches would keep the first Escape for itself.
          type="text"
          inputMode="search"
          role="combobox"
          className={styles.words}
          aria-label={t('label')}
          aria-expanded={found.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={found[active] ? `${list}-${active}` : undefined}
          placeholder={t('label')}
          autoComplete="off"
          spellCheck={false}
          value={words}
          onChange={(event) => {
            setWords(event.target.value)
            setAt(0)
          }}
          onKeyDown={press}
        />
        <p className={styles.count} role="status">
          {busy ? t('busy') : t('found', { n: found.length })}
        </p>
      </div>
      {error && <TroubleNotice error={error} />}
      <div id={list} role="listbox" aria-label={t('results')} className={styles.list}>
        {found.map((one, index) => (
          <Option key={`${one.kind} ${one.key}`} id={`${list}-${index}`} found={one} active={index === active} onChoose={() => go(one)} />
        ))}
      </div>
    </Dialog>
  )
}

function Option({ id, found, active, onChoose }: { id: string; found: Found; active: boolean; onChoose: () => void }) {
  const t = useWords('finder')
  return (
    // The keyboard stays in the field above, which says which option is meant.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="option"
      aria-selected={active}
      className={styles.option}
      ref={(element) => {
        if (active) element?.scrollIntoView({ block: 'nearest' })
      }}
      onClick={onChoose}
    >
      <span className={styles.name}>
        <bdi>{found.name}</bdi>
        {found.detail && <span className={styles.detail}>{found.detail}</span>}
      </span>
      <span className={styles.kind}>{t(found.kind)}</span>
    </div>
  )
}

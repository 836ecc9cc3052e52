import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { I18nProvider } from 'react-aria-components'
import { TextField } from '../components/field'
import { Notice } from '../components/notice'
import { TroubleNotice } from '../components/trouble'
import { Waiting } from '../components/waiting'
import { useSettled } from '../components/use-settled'
import { useLanguage, useWords } from '../language/language'
import { useMe } from '../session/me'
import type { Hierarchy } from './queries'
import { SEARCH_LIMIT, searchQuery } from './queries'
import type { Unit } from './unit'
import styles from './unit-chooser.module.css'
import { UnitTree } from './unit-tree'

interface Props {
  roots: Unit[]
  selected: Unit | undefined
  onChoose: (id: string) => void
}

/** A tree to walk, or a name to search for. */
export function UnitChooser({ roots, selected, onChoose }: Props) {
  const t = useWords('shell')
  const language = useLanguage()
  const [words, setWords] = useState('')
  const settled = useSettled(words.trim())
  const me = useMe()
  const within: Hierarchy = roots === me.organisationUnits ? 'withinUserHierarchy' : 'withinUserDataViewHierarchy'
  if (roots.length === 0) return <Notice kind="warn">{t('unit.none')}</Notice>
  return (
    <I18nProvider locale={language}>
      <div className={styles.search}>
        <TextField
          label={t('unit.search')}
          type="search"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          help={words.trim().length === 1 ? t('unit.short') : undefined}
        />
      </div>
      <div className={styles.body}>
        {settled.length >= 2 ? (
          <Found words={settled} within={within} onChoose={onChoose} />
        ) : (
          <UnitTree roots={roots} selected={selected} onChoose={onChoose} />
        )}
      </div>
    </I18nProvider>
  )
}

function Found({ words, within, onChoose }: { words: string; within: Hierarchy; onChoose: (id: string) => void }) {
  const t = useWords('shell')
  const { data: units, error, refetch } = useQuery(searchQuery(words, within))
  if (error) return <TroubleNotice error={error} again={() => void refetch()} />
  if (!units) return <Waiting />
  return (
    <>
      <p className={styles.count} role="status">
        {t('unit.found', { n: units.length })} {units.length >= SEARCH_LIMIT && t('unit.more', { n: SEARCH_LIMIT })}
      </p>
      <ul className={styles.found}>
        {units.map((unit) => (
          <li key={unit.id}>
            <button type="button" onClick={() => onChoose(unit.id)}>
              <strong>
                <bdi>{unit.displayName}</bdi>
              </strong>
              <span>{unit.ancestors?.map(({ displayName }) => displayName).join(' › ')}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

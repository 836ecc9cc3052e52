import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { kindOfType } from '../../analyses/kinds'
import { FEWEST_LETTERS, namedQuery, savedAddress, starredQuery } from '../../analyses/saved-list'
import { Dialog } from '../../components/dialog'
import { TextField } from '../../components/field'
import { TroubleNotice } from '../../components/trouble'
import { useSettled } from '../../components/use-settled'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import picker from './data-picker.module.css'

export function OpenDialog({ onClose }: { onClose: () => void }) {
  const t = useWords('visualise')
  const [words, setWords] = useState('')
  return (
    <Dialog title={t('open.title')} onClose={onClose}>
      <div className={picker.search}>
        <TextField label={t('data.search')} type="search" help={t('open.help')} value={words} onChange={(event) => setWords(event.target.value)} />
      </div>
      <div className={picker.body}>
        <List words={useSettled(words.trim())} onClose={onClose} />
      </div>
    </Dialog>
  )
}

/** What has the person's star, until there are letters enough to search for. */
function List({ words, onClose }: { words: string; onClose: () => void }) {
  const t = useWords('visualise')
  const searched = words.length >= FEWEST_LETTERS
  const starred = useQuery({ ...starredQuery, enabled: !searched })
  const named = useQuery(namedQuery(words))
  const { data, error, refetch } = searched ? named : starred
  if (error) return <TroubleNotice error={error} again={() => void refetch()} />
  if (!data) return <Waiting />
  const views = data.filter(({ kind }) => kind !== 'dashboards').sort((one, other) => one.displayName.localeCompare(other.displayName))
  if (views.length === 0) return <p role="status">{t(searched ? 'open.none' : 'open.no-star')}</p>
  return (
    <ul className={picker.items}>
      {views.map((one) => {
        const kind = one.kind === 'maps' ? 'map' : kindOfType(one.type ?? '')
        return (
          <li key={one.id}>
            <Link {...savedAddress(one)} className={picker.link} onClick={onClose}>
              <span>
                <bdi>{one.displayName}</bdi>
              </span>
              <small>{kind ? t(`look.${kind}`) : t('open.other')}</small>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

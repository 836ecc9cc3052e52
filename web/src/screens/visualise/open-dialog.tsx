import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Dialog } from '../../components/dialog'
import { TextField } from '../../components/field'
import { TroubleNotice } from '../../components/trouble'
import { useSettled } from '../../components/use-settled'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import picker from './data-picker.module.css'
import { kindOfType } from './kinds'
import { savedListQuery } from './saved'

export function OpenDialog({ onClose }: { onClose: () => void }) {
  const t = useWords('visualise')
  const [words, setWords] = useState('')
  return (
    <Dialog title={t('open.title')} onClose={onClose}>
      <div className={picker.search}>
        <TextField label={t('data.search')} type="search" value={words} onChange={(event) => setWords(event.target.value)} />
      </div>
      <div className={picker.body}>
        <List words={useSettled(words.trim())} onClose={onClose} />
      </div>
    </Dialog>
  )
}

function List({ words, onClose }: { words: string; onClose: () => void }) {
  const t = useWords('visualise')
  const { data: all, error, refetch } = useQuery(savedListQuery(words))
  if (error) return <TroubleNotice error={error} again={() => void refetch()} />
  if (!all) return <Waiting />
  if (all.length === 0) return <p role="status">{t('open.none')}</p>
  return (
    <ul className={picker.items}>
      {all.map(({ id, displayName, collection, type }) => {
        const kind = collection === 'maps' ? 'map' : kindOfType(type ?? '')
        return (
          <li key={id}>
            <Link to="/visualise" search={collection === 'maps' ? { map: id } : { vis: id }} className={picker.link} onClick={onClose}>
              <span>
                <bdi>{displayName}</bdi>
              </span>
              <small>{kind ? t(`look.${kind}`) : t('open.other')}</small>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { TextField } from '../../components/field'
import { TroubleNotice } from '../../components/trouble'
import { useSettled } from '../../components/use-settled'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import styles from './data-picker.module.css'
import { dataItemsQuery } from './data-search'

interface Props {
  start: string[]
  onClose: () => void
  onDone: (ids: string[]) => void
}

/** Nothing is asked of the server before the choice is done: ten ticks are one question. */
export function DataDialog({ start, onClose, onDone }: Props) {
  const t = useWords('visualise')
  const [words, setWords] = useState('')
  const [ids, setIds] = useState(start)
  const toggle = (id: string) => setIds(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id])
  return (
    <Dialog title={t('data.choose')} onClose={onClose}>
      <div className={styles.search}>
        <TextField label={t('data.search')} type="search" value={words} onChange={(event) => setWords(event.target.value)} />
      </div>
      <div className={styles.body}>
        <Items words={useSettled(words.trim())} chosen={ids} onToggle={toggle} />
      </div>
      <div className={styles.foot}>
        <p role="status">{t('data.chosen', { n: ids.length })}</p>
        <Button look="main" onClick={() => onDone(ids)}>
          {t('data.show')}
        </Button>
      </div>
    </Dialog>
  )
}

function Items({ words, chosen, onToggle }: { words: string; chosen: string[]; onToggle: (id: string) => void }) {
  const t = useWords('visualise')
  const { data: items, error, refetch } = useQuery(dataItemsQuery(words))
  if (error) return <TroubleNotice error={error} again={() => void refetch()} />
  if (!items) return <Waiting />
  if (items.length === 0) return <p role="status">{t('data.none')}</p>
  return (
    <ul className={styles.items}>
      {items.map(({ id, displayName, kind }) => (
        <li key={id}>
          <label>
            <input type="checkbox" checked={chosen.includes(id)} onChange={() => onToggle(id)} />
            <span>
              <bdi>{displayName}</bdi>
            </span>
            <small>{t(`kind.${kind}`)}</small>
          </label>
        </li>
      ))}
    </ul>
  )
}

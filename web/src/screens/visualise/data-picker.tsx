import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { TextField } from '../../components/field'
import { PickerButton } from '../../components/picker-button'
import { TroubleNotice } from '../../components/trouble'
import { useSettled } from '../../components/use-settled'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import styles from './data-picker.module.css'
import { dataItemsQuery, dataNamesQuery } from './data-items'

interface Props {
  chosen: string[]
  onChange: (ids: string[]) => void
}

export function DataPicker({ chosen, onChange }: Props) {
  const t = useWords('visualise')
  const [open, setOpen] = useState(false)
  const { data: names } = useQuery(dataNamesQuery(chosen))
  const value = chosen.length > 0 ? (names ?? []).map(({ displayName }) => displayName).join(' / ') || chosen.join(' / ') : t('data.choose')
  return (
    <>
      <PickerButton label={t('data')} value={value} onOpen={() => setOpen(true)} />
      {open && (
        <Dialog title={t('data.choose')} onClose={() => setOpen(false)}>
          <Chooser
            start={chosen}
            onDone={(ids) => {
              onChange(ids)
              setOpen(false)
            }}
          />
        </Dialog>
      )}
    </>
  )
}

/** Nothing is asked of the server before the choice is done: ten ticks are one question. */
function Chooser({ start, onDone }: { start: string[]; onDone: (ids: string[]) => void }) {
  const t = useWords('visualise')
  const [words, setWords] = useState('')
  const [ids, setIds] = useState(start)
  const toggle = (id: string) => setIds(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id])
  return (
    <>
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
    </>
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

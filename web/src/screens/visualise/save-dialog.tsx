import type { SyntheticEvent } from 'react'
import { useState } from 'react'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { TextField } from '../../components/field'
import { TroubleNotice } from '../../components/trouble'
import { useWords } from '../../language/language'
import styles from './visualise.module.css'

interface Props {
  title: string
  start: string
  onClose: () => void
  /** Rejects where it could not be saved. */
  onSave: (name: string) => Promise<void>
}

/** Asks for a name. What could not be saved stays on the screen, with the reason. */
export function SaveDialog({ title, start, onClose, onSave }: Props) {
  const t = useWords('visualise')
  const [name, setName] = useState(start)
  const [trouble, setTrouble] = useState<Error>()
  const [saving, setSaving] = useState(false)
  const save = (event: SyntheticEvent) => {
    event.preventDefault()
    setSaving(true)
    setTrouble(undefined)
    onSave(name.trim()).catch((error: unknown) => {
      setTrouble(error instanceof Error ? error : new Error(String(error)))
      setSaving(false)
    })
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form className={styles.form} onSubmit={save}>
        <TextField label={t('save.name')} value={name} maxLength={230} required onChange={(event) => setName(event.target.value)} />
        {trouble && <TroubleNotice error={trouble} />}
        <Button type="submit" look="main" disabled={saving || name.trim() === ''}>
          {t('save')}
        </Button>
      </form>
    </Dialog>
  )
}

import { useEffect } from 'react'
import { Dialog } from '../components/dialog'
import { useWords } from '../language/language'
import { ConflictChoice } from './conflict'
import { useChanges } from './mine'
import styles from './unsent.module.css'

/** Opened from a cell: closes by itself once the choice is made. */
export function ConflictDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const t = useWords('outbox')
  const change = useChanges().find((one) => one.id === id && one.state === 'conflict')
  useEffect(() => {
    if (!change) onClose()
  }, [change, onClose])
  if (!change) return null
  return (
    <Dialog title={t('conflict.title', { name })} onClose={onClose}>
      <div className={styles.body}>
        <ConflictChoice change={change} name={name} />
      </div>
    </Dialog>
  )
}

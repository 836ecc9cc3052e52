import { useWords } from '../language/language'
import styles from './waiting.module.css'

export function Waiting({ label }: { label?: string }) {
  const t = useWords('shell')
  return (
    <p className={styles.waiting} role="status" data-waiting>
      <span className={styles.beads} aria-hidden="true" />
      {label ?? t('loading')}
    </p>
  )
}

import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { Notice } from '../components/notice'
import { useWords } from '../language/language'
import { myOutbox, useStanding } from './mine'
import styles from './unsent.module.css'

interface Props {
  onStay: () => void
  onLeave: () => void
  /** The server could not be told. */
  failed: boolean
}

/** Before a sign-out with something unsent. */
export function Leaving({ onStay, onLeave, failed }: Props) {
  const t = useWords('outbox')
  const shell = useWords('shell')
  const { all, fleeting } = useStanding()
  return (
    <Dialog title={t('leaving.title')} onClose={onStay}>
      <div className={styles.body}>
        <p role="status">{all > 0 ? t('leaving.unsent', { n: all }) : t('all-sent')}</p>
        {all > 0 && <p>{t('leaving.kept')}</p>}
        {fleeting > 0 && <Notice kind="bad">{t('leaving.fleeting', { n: fleeting })}</Notice>}
        {failed && <Notice kind="bad">{shell('sign-out.failed')}</Notice>}
        <div className={styles.actions}>
          {all > 0 && (
            <Button look="main" onClick={() => myOutbox().retry()}>
              {t('send-now')}
            </Button>
          )}
          <Button onClick={onLeave}>{all > 0 ? t('leaving.anyway') : shell('sign-out')}</Button>
          <Button onClick={onStay}>{t('leaving.stay')}</Button>
        </div>
      </div>
    </Dialog>
  )
}

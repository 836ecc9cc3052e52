import { Button } from '../components/button'
import { useLanguage, useWords } from '../language/language'
import { momentName } from '../periods/period-name'
import type { Change, Fields } from './change'
import styles from './unsent.module.css'
import { myOutbox } from './mine'
import { useFieldWords } from './names'

/** Both values, who wrote the other one and when, and the choice between them. */
export function ConflictChoice({ change, name }: { change: Change; name: string }) {
  const t = useWords('outbox')
  const language = useLanguage()
  const words = useFieldWords(change)
  const { theirs = {}, mine } = change
  // Only what the person changed is in question.
  const other = Object.fromEntries(Object.entries(theirs).filter(([field]) => field in mine)) as Fields
  const when = theirs.when && momentName(theirs.when, language)
  return (
    <div className={styles.conflict}>
      <p>{t('conflict')}</p>
      <dl>
        <div>
          <dt>{t('conflict.mine')}</dt>
          <dd>
            <bdi>{words(mine)}</bdi>
          </dd>
        </div>
        <div>
          <dt>{theirs.who ? t('conflict.theirs', { who: theirs.who }) : t('conflict.server')}</dt>
          <dd>
            <bdi>{words(other)}</bdi>
          </dd>
          {when && <dd className={styles.when}>{when}</dd>}
        </div>
      </dl>
      <div className={styles.actions}>
        <Button aria-label={t('conflict.keep-mine.of', { name })} onClick={() => myOutbox().insist(change.id)}>
          {t('conflict.keep-mine')}
        </Button>
        <Button aria-label={t('conflict.take-theirs.of', { name })} onClick={() => void myOutbox().discard(change.id)}>
          {t('conflict.take-theirs')}
        </Button>
      </div>
    </div>
  )
}

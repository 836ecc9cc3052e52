import { useLanguage, useWords } from '../../language/language'
import styles from './dashboard.module.css'
import type { Following } from './follower'
import { timeOf } from './time'

/** Whether new values appear by themselves, and, read aloud only, that some have. */
export function FollowingSign({ following: { state, news } }: { following: Following }) {
  const t = useWords('dashboard')
  const language = useLanguage()
  if (state === 'off') return null
  const isKnown = state === 'following' || state === 'lost'
  return (
    <>
      <p className={styles.sign} data-following={state}>
        {isKnown && (
          <>
            <span>{t(`sign.${state}`)}</span>
            <span className="only-read-aloud">{t(`sign.${state}.long`)}</span>
          </>
        )}
      </p>
      <p role="status" className="only-read-aloud" data-news>
        {news && t(`news.${news.kind}`, { time: timeOf(news.at, language) })}
      </p>
    </>
  )
}

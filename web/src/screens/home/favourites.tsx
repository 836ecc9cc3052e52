import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { savedAddress, starredQuery } from '../../analyses/saved-list'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import styles from './home.module.css'

/** The charts, maps and dashboards that the person has marked. */
export function Favourites() {
  const t = useWords('home')
  const { data: saved, error, refetch } = useQuery(starredQuery)
  return (
    <section className={styles.part} aria-labelledby="favourites">
      <h2 id="favourites">{t('favourites')}</h2>
      {error && <TroubleNotice error={error} again={() => void refetch()} />}
      {!saved && !error && <Waiting />}
      {saved?.length === 0 && (
        <Notice kind="plain">
          {t('favourites.none')} <Link to="/visualise">{t('favourites.next')}</Link>
        </Notice>
      )}
      {saved && saved.length > 0 && (
        <ul className={styles.favourites}>
          {saved.map((one) => (
            <li key={one.id}>
              <Link {...savedAddress(one)} className={styles.favourite}>
                <bdi>{one.displayName}</bdi>
                <span>{t(one.kind)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

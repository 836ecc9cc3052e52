import { Link } from '@tanstack/react-router'
import { useWords } from '../../language/language'
import { useMe } from '../../session/me'
import { Page } from '../../shell/page'
import { SCREENS } from '../../shell/screens'
import { Duties } from './duties-list'
import { Favourites } from './favourites'
import styles from './home.module.css'

export function Home() {
  const t = useWords('shell')
  const me = useMe()
  return (
    <Page title={t('home.title', { name: me.displayName })}>
      <div className={styles.halves}>
        <Duties />
        <Favourites />
      </div>
      <ul className={styles.doors}>
        {SCREENS.map(({ path, name, about }) => (
          <li key={path}>
            <Link to={path} className={styles.door}>
              <h2>{t(name)}</h2>
              <p>{t(about)}</p>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  )
}

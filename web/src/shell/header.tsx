import { Link } from '@tanstack/react-router'
import { Kanga } from '../components/kanga'
import { useWords } from '../language/language'
import { Announcements } from '../outbox/announcements'
import { OutboxBadge } from '../outbox/badge'
import type { Me } from '../session/session'
import styles from './header.module.css'
import { SCREENS } from './screens'
import { UserMenu } from './user-menu'

export function Header({ me }: { me: Me }) {
  const t = useWords('shell')
  return (
    <header className={styles.header}>
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <div className={styles.bar}>
        <Link to="/" className={styles.brand} aria-label={`Afya, ${t('menu.home')}`}>
          <img src="/afya.svg" alt="" width="28" height="28" />
          <span aria-hidden="true">Afya</span>
        </Link>
        <nav className={styles.nav} aria-label={t('menu.main')}>
          {SCREENS.map(({ path, name }) => (
            // The unit is the context that goes along from screen to screen.
            <Link key={path} to={path} search={(old) => ({ ou: old.ou })} className={styles.link} activeOptions={{ includeSearch: false }}>
              {t(name)}
            </Link>
          ))}
        </nav>
        <OutboxBadge />
        <UserMenu me={me} />
      </div>
      <Kanga />
      <Announcements />
    </header>
  )
}

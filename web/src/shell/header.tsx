import { Link } from '@tanstack/react-router'
import { Kanga } from '../components/kanga'
import { useLanguage, useWords } from '../language/language'
import { Announcements } from '../outbox/announcements'
import { OutboxBadge } from '../outbox/badge'
import type { Me } from '../session/session'
import { useEffect } from 'react'
import { askMinistry, useMinistry } from '../appearance/ministry'
import { FinderButton } from './finder-button'
import styles from './header.module.css'
import { JobsButton } from './jobs-button'
import { carried, SCREENS } from './screens'
import { UserMenu } from './user-menu'

export function Header({ me }: { me: Me }) {
  const t = useWords('shell')
  const { name, logo } = useMinistry()
  const language = useLanguage()
  useEffect(() => void askMinistry(language), [language])
  return (
    <header className={styles.header}>
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <div className={styles.bar}>
        <Link to="/" className={styles.brand} search={carried} aria-label={`${name}, ${t('menu.home')}`}>
          <img src={logo} alt="" height="28" />
          <span aria-hidden="true" dir="auto">
            {name}
          </span>
        </Link>
        <nav className={styles.nav} aria-label={t('menu.main')}>
          {SCREENS.map(({ path, name }) => (
            <Link key={path} to={path} search={carried} className={styles.link} activeOptions={{ includeSearch: false }}>
              {t(name)}
            </Link>
          ))}
        </nav>
        <FinderButton />
        <JobsButton />
        <OutboxBadge />
        <UserMenu me={me} />
      </div>
      <Kanga />
      <Announcements />
    </header>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { TextField } from '../../components/field'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { Page } from '../../shell/page'
import styles from './dashboard.module.css'
import { dashboardsQuery } from './queries'

/** All dashboards, those with the star first; a search that asks the server for nothing. */
export function DashboardList() {
  const t = useWords('dashboard')
  const [words, setWords] = useState('')
  const { data, error, refetch } = useQuery(dashboardsQuery)
  const wanted = words.trim().toLocaleLowerCase()
  const found = data?.filter(({ displayName }) => displayName.toLocaleLowerCase().includes(wanted)) ?? []
  return (
    <Page title={t('title')}>
      {error && <TroubleNotice error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.length === 0 && <Notice kind="plain">{t('none')}</Notice>}
      {data && data.length > 0 && (
        <>
          <div className={styles.search}>
            <TextField label={t('search')} type="search" value={words} onChange={(event) => setWords(event.target.value)} />
            <p role="status">{t('found', { n: found.length })}</p>
          </div>
          <ul className={styles.list}>
            {found.map(({ id, displayName, favorite }) => (
              <li key={id}>
                <Link to="/dashboard" search={{ db: id }} className={styles.door}>
                  <bdi>{displayName}</bdi>
                  {favorite && (
                    <span>
                      <span aria-hidden="true">★</span>
                      <span className="only-read-aloud">{t('starred')}</span>
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Page>
  )
}

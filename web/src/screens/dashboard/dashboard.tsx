import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { getKept } from '../../api/kept'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { Page } from '../../shell/page'
import type { Saved } from '../../shell/saved'
import { savedAddress } from '../../shell/saved'
import styles from '../home/home.module.css'

interface Held {
  id: string
  displayName: string
}

interface SavedDashboard {
  displayName: string
  dashboardItems: { id: string; visualization?: Held; map?: Held }[]
}

const FIELDS = 'displayName,dashboardItems[id,visualization[id,displayName],map[id,displayName]]'

/** What a dashboard holds, each a link to where it is drawn. */
export function Dashboard() {
  const t = useWords('home')
  const { db = '' } = useSearch({ from: '__root__' })
  const { data, error, refetch } = useQuery({
    queryKey: ['dashboard', db],
    queryFn: (context) => getKept<SavedDashboard>(`dashboards/${db}`, { fields: FIELDS }, context),
  })
  const held = data?.dashboardItems.flatMap(heldBy) ?? []
  return (
    <Page title={data?.displayName ?? t('dashboards')}>
      {error && <TroubleNotice error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && held.length === 0 && <Notice kind="plain">{t('dashboard.empty')}</Notice>}
      {held.length > 0 && (
        <ul className={styles.doors}>
          {held.map((one) => (
            <li key={one.id}>
              <Link {...savedAddress(one)} className={styles.door}>
                <h2>
                  <bdi>{one.displayName}</bdi>
                </h2>
                <p>{t(one.kind)}</p>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}

function heldBy({ visualization, map }: SavedDashboard['dashboardItems'][number]): Saved[] {
  if (visualization) return [{ ...visualization, kind: 'visualizations' }]
  return map ? [{ ...map, kind: 'maps' }] : []
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { savedTogetherQuery } from '../../analyses/saved'
import { Star } from '../../analyses/star'
import { Button } from '../../components/button'
import { Notice } from '../../components/notice'
import { RichText } from '../../components/rich-text'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { Page } from '../../shell/page'
import styles from './dashboard.module.css'
import { FilterBar } from './filter-bar'
import type { Filters } from './filters'
import { allowedFilters, readFilters, writeFilters } from './filters'
import { FollowingSign } from './following-sign'
import { placed } from './grid'
import { Item } from './item'
import type { SavedDashboard } from './queries'
import { dashboardQuery } from './queries'
import { useFollowing } from './use-following'
import { usePrinting } from './use-printing'

export function OpenDashboard({ id }: { id: string }) {
  const t = useWords('dashboard')
  const { data, error, refetch } = useQuery(dashboardQuery(id))
  if (data) return <Opened dashboard={data} />
  return <Page title={t('title')}>{error ? <TroubleNotice error={error} again={() => void refetch()} /> : <Waiting />}</Page>
}

function Opened({ dashboard }: { dashboard: SavedDashboard }) {
  const t = useWords('dashboard')
  const navigate = useNavigate()
  const client = useQueryClient()
  const place = useSearch({ from: '__root__' })
  // What was answered before it was opened is asked for anew, and from then on nothing twice.
  const [since] = useState(() => Date.now())
  const { grid, isPrinting, print } = usePrinting()
  const allowed = useMemo(() => allowedFilters(dashboard), [dashboard])
  const filters = useMemo(() => readFilters(place.fil, allowed), [place.fil, allowed])
  const items = useMemo(() => placed(dashboard.dashboardItems), [dashboard])
  const saved = useQuery(savedTogetherQuery(useMemo(() => [...new Set(items.flatMap(({ item }) => item.visualization?.id ?? []))], [items])))
  const hasFigures = items.some(({ item }) => item.visualization ?? item.map)
  const following = useFollowing(hasFigures)
  const filter = (next: Filters) => void navigate({ to: '/dashboard', search: { ...place, fil: writeFilters(next) }, replace: true, resetScroll: false })
  const star = (isStarred: boolean) => client.setQueryData(dashboardQuery(dashboard.id).queryKey, { ...dashboard, favorite: isStarred })
  return (
    <Page title={dashboard.displayName}>
      {dashboard.displayDescription && (
        <p dir="auto">
          <RichText text={dashboard.displayDescription} />
        </p>
      )}
      <div className={styles.tools}>
        <Link to="/dashboard" search={{ ou: place.ou, pe: place.pe }} className={styles.back}>
          {t('all')}
        </Link>
        <Star kind="dashboards" id={dashboard.id} isStarred={dashboard.favorite} onChange={star} />
        <Button onClick={print} disabled={isPrinting}>
          {t(isPrinting ? 'printing' : 'print')}
        </Button>
        {hasFigures && <FollowingSign following={following} />}
      </div>
      {allowed.length > 0 && items.length > 0 && <FilterBar allowed={allowed} filters={filters} onChange={filter} />}
      {items.length === 0 && <Notice kind="plain">{t('empty')}</Notice>}
      <div ref={grid} className={styles.grid} data-paper={isPrinting || undefined}>
        {items.map(({ item, box }) => (
          <Item key={item.id} item={item} box={box} saved={saved} filters={filters} since={since} may={following.state !== 'starting'} atOnce={isPrinting} />
        ))}
      </div>
    </Page>
  )
}

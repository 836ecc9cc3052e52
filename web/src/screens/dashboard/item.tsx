import type { UseQueryResult } from '@tanstack/react-query'
import type { CSSProperties } from 'react'
import { useRef } from 'react'
import type { Saved } from '../../analyses/saved'
import { RichText } from '../../components/rich-text'
import { useWords } from '../../language/language'
import styles from './dashboard.module.css'
import { MapItem, VisualizationItem } from './drawn-item'
import type { Filters } from './filters'
import type { Box } from './grid'
import { Frame } from './item-frame'
import { LinkList } from './link-list'
import type { DashboardItem } from './queries'
import { useSeen } from './use-seen'

/** The text with which DHIS2 keeps a place empty. */
const SPACER = 'SPACER_ITEM_FOR_DASHBOARD_LAYOUT_CONVENIENCE'

interface Props {
  item: DashboardItem
  box: Box
  /** The visualizations of the dashboard. */
  saved: UseQueryResult<Saved[]>
  filters: Filters
  since: number
  /** Whether figures may be asked for yet. */
  may: boolean
  /** Whether or not anybody has scrolled to it. */
  atOnce: boolean
}

export function Item({ item, box, saved, filters, since, may, atOnce }: Props) {
  const element = useRef<HTMLDivElement>(null)
  const seen = useSeen(element, atOnce)
  const place = { '--x': box.x + 1, '--y': box.y + 1, '--w': box.width, '--h': box.height } as CSSProperties
  const isSpacer = item.text === SPACER
  return (
    <div ref={element} className={`${styles.cell ?? ''} ${isSpacer ? (styles.spacer ?? '') : ''}`} style={place} data-item={item.id}>
      {!isSpacer && <Inside item={item} saved={saved} ask={{ filters, since, may, seen }} />}
    </div>
  )
}

/** What an item that draws is told: whether it may ask, and by what filters. */
export interface Ask {
  filters: Filters
  since: number
  may: boolean
  seen: boolean
}

function Inside({ item, saved, ask }: { item: DashboardItem; saved: Props['saved']; ask: Ask }) {
  const t = useWords('dashboard')
  const { type, visualization, map, users, reports, resources } = item
  if (visualization) return <VisualizationItem of={visualization} saved={saved} ask={ask} />
  if (map) return <MapItem of={map} ask={ask} />
  switch (type) {
    case 'TEXT':
      return (
        <div className={styles.text} dir="auto">
          <p>
            <RichText text={item.displayText ?? item.text ?? ''} />
          </p>
        </div>
      )
    case 'USERS':
      return <LinkList title={t('users')} links={(users ?? []).map(({ id, displayName }) => ({ id, name: displayName }))} />
    case 'REPORTS':
      return <LinkList title={t('reports')} links={(reports ?? []).map(({ id, displayName, type: kind }) => ({ id, name: displayName, href: `/api/reports/${id}/data.${kind === 'HTML' ? 'html' : 'pdf'}` }))} />
    case 'RESOURCES':
      return <LinkList title={t('resources')} links={(resources ?? []).map(({ id, displayName, external, url }) => ({ id, name: displayName, href: external && url ? url : `/api/documents/${id}/data` }))} />
    default:
      return <NotBuilt item={item} />
  }
}

function NotBuilt({ item }: { item: DashboardItem }) {
  const t = useWords('dashboard')
  const held = item.eventVisualization ?? item.eventChart ?? item.eventReport
  const kind = item.type.startsWith('EVENT_') ? 'event' : item.type === 'MESSAGES' ? 'messages' : item.type === 'APP' ? 'app' : 'other'
  return (
    <Frame title={held?.displayName ?? item.appKey ?? t(`kind.${kind}`)}>
      <p className={styles.quiet}>{t(`not-built.${kind}`, kind === 'other' ? { type: item.type } : {})}</p>
    </Frame>
  )
}

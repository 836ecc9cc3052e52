import { queryOptions } from '@tanstack/react-query'
import { getKept } from '../../api/kept'

export interface Named {
  id: string
  displayName: string
}

export interface ListedDashboard extends Named {
  favorite: boolean
}

/** All dashboards that the person may see, those with the star first. */
export const dashboardsQuery = queryOptions({
  queryKey: ['saved', 'list', 'dashboards'],
  queryFn: async (context) => {
    const parameters = { fields: 'id,displayName,favorite', order: 'favorite:desc,displayName:asc', paging: false }
    const { dashboards } = await getKept<{ dashboards: ListedDashboard[] }>('dashboards', parameters, context)
    return dashboards.sort((one, other) => Number(other.favorite) - Number(one.favorite) || one.displayName.localeCompare(other.displayName))
  },
})

export interface DashboardItem {
  id: string
  type: string
  shape?: 'NORMAL' | 'DOUBLE_WIDTH' | 'FULL_WIDTH'
  x?: number
  y?: number
  width?: number
  height?: number
  text?: string
  displayText?: string
  appKey?: string
  visualization?: Named
  map?: Named
  eventVisualization?: Named
  eventChart?: Named
  eventReport?: Named
  users?: Named[]
  reports?: (Named & { type: string })[]
  resources?: (Named & { external: boolean; url?: string })[]
}

export interface SavedDashboard extends ListedDashboard {
  displayDescription?: string
  restrictFilters: boolean
  allowedFilters: string[]
  dashboardItems: DashboardItem[]
}

const NAMED = '[id,displayName]'
const ITEM = [
  'id,type,shape,x,y,width,height,text,displayText,appKey',
  ...['visualization', 'map', 'eventVisualization', 'eventChart', 'eventReport', 'users'].map((held) => held + NAMED),
  'reports[id,displayName,type],resources[id,displayName,external,url]',
].join(',')

/** A dashboard with the names of all that it holds. */
export function dashboardQuery(id: string) {
  return queryOptions({
    queryKey: ['saved', 'dashboards', id],
    queryFn: (context) => {
      const fields = `id,displayName,displayDescription,favorite,restrictFilters,allowedFilters,dashboardItems[${ITEM}]`
      return getKept<SavedDashboard>(`dashboards/${id}`, { fields }, context)
    },
  })
}

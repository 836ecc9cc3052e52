/** What the header, the home page, the profile and the settings ask for. */
import type { Answer } from './answer.ts'
import { message } from './answer.ts'
import { UNITS } from './country.ts'
import type { Store } from './values.ts'

const SAVED = {
  visualizations: [
    { id: 'VisMalaria1', displayName: 'Malaria by month', favorite: true },
    { id: 'VisVisits01', displayName: 'Visits to clinics', favorite: false },
  ],
  maps: [{ id: 'MapMalaria1', displayName: 'Malaria by district', favorite: true }],
  dashboards: [{ id: 'DashMalari1', displayName: 'Malaria', favorite: true }],
}

const DASHBOARD = {
  displayName: 'Malaria',
  dashboardItems: [
    { id: 'ItemOne0001', visualization: { id: 'VisMalaria1', displayName: 'Malaria by month' } },
    { id: 'ItemTwo0001', map: { id: 'MapMalaria1', displayName: 'Malaria by district' } },
    { id: 'ItemText001' },
  ],
}

export interface Person {
  username: string
  settings: Record<string, string>
  profile: Record<string, string>
}

export function person(username: string): Person {
  return { username, settings: {}, profile: {} }
}

export function readShell(path: string, query: URLSearchParams, store: Store): Answer | undefined {
  if (path === 'completeDataSetRegistrations') return completions(store, query)
  if (path === 'metadata') return saved(query)
  if (path === 'dashboards/DashMalari1') return { status: 200, body: DASHBOARD }
  return undefined
}

/** DHIS2 leaves the list out where it is empty. */
function completions(store: Store, query: URLSearchParams): Answer {
  const asked = (name: string) => new Set(query.getAll(name))
  const [sets, periods, units] = [asked('dataSet'), asked('period'), asked('orgUnit')]
  const below = (unit: string) => UNITS.some(({ id, path }) => id === unit && path.split('/').some((above) => units.has(above)))
  const found = [...store.complete.keys()]
    .map((key) => key.split('|'))
    .filter(([set = '', unit = '', period = '']) => sets.has(set) && periods.has(period) && below(unit))
    .map(([dataSet, organisationUnit, period, attributeOptionCombo]) => ({ dataSet, organisationUnit, period, attributeOptionCombo, completed: true }))
  return { status: 200, body: found.length > 0 ? { completeDataSetRegistrations: found } : {} }
}

/** A filter for each kind, as the export of metadata takes them. */
function saved(query: URLSearchParams): Answer {
  const lists = Object.entries(SAVED).map(([kind, list]) => {
    const [property = '', operator = '', ...rest] = query.get(`${kind}:filter`)?.split(':') ?? []
    const value = rest.join(':').toLowerCase()
    const fits = (one: (typeof list)[number]) =>
      property === 'favorite' && operator === 'eq' ? String(one.favorite) === value : one.displayName.toLowerCase().includes(value)
    return [kind, list.filter(fits).map(({ id, displayName }) => ({ id, displayName }))] as const
  })
  const full = lists.filter(([, list]) => list.length > 0)
  return query.size === 0 ? message(400, 'Nothing is asked for') : { status: 200, body: Object.fromEntries(full) }
}

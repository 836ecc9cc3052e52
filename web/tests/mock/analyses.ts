/** What the visualiser asks for besides figures: saved views, of a session only, levels, shapes and lists of dimensions. */
import type { Answer } from './answer.ts'
import { message } from './answer.ts'
import { COMBOS, ELEMENTS, INDICATORS, METADATA, UNITS } from './country.ts'
import type { Board } from './dashboards.ts'
import { BOARDS, BOARD_MAPS, BOARD_VIEWS } from './dashboards.ts'

interface Axis {
  dimension: string
  items?: { id: string }[]
}

export interface Analysis {
  id: string
  name: string
  favorite?: boolean
  type?: string
  yearlySeries?: string[]
  rawPeriods?: string[]
  startDate?: string
  endDate?: string
  legend?: { strategy: string; set?: { legends: object[] } }
  columns?: Axis[]
  rows?: Axis[]
  filters?: Axis[]
  mapViews?: ({ layer: string; thematicMapType?: string; legendSet?: object; labels?: boolean; organisationUnitGroupSet?: { id: string } } & Pick<Analysis, 'columns' | 'rows' | 'filters'>)[]
}

export type Analyses = Record<'visualizations' | 'maps' | 'dashboards', (Analysis & Partial<Board>)[]>

/** Two classes, of what a clinic's month can be. */
const FEW_MANY = [
  { startValue: 0, endValue: 100, color: '#ffffb2', displayName: 'Few' },
  { startValue: 100, endValue: 1_000_000, color: '#bd0026', displayName: 'Many' },
]

const axis = (dimension: string, ...ids: string[]): Axis => ({ dimension, items: ids.map((id) => ({ id })) })

export function startAnalyses(): Analyses {
  return {
    visualizations: [
      { id: 'VisMalaria1', name: 'Malaria by month', favorite: true, type: 'STACKED_COLUMN', columns: [axis('dx', 'MalariaConf', 'Attendance1')], rows: [axis('pe', 'LAST_6_MONTHS')], filters: [axis('ou', 'CountryAa01')] },
      { id: 'VisVisits01', name: 'Visits to clinics', type: 'SCATTER', columns: [axis('dx', 'Attendance1')], rows: [axis('ou', 'CountryAa01', 'LEVEL-3')], filters: [axis('pe', 'THIS_MONTH')] },
      { id: 'VisYears001', name: 'Years beside each other', type: 'YEAR_OVER_YEAR_COLUMN', yearlySeries: ['2023', 'THIS_YEAR', 'LAST_YEAR'], columns: [], rows: [axis('pe', 'MONTHS_THIS_YEAR')], filters: [axis('dx', 'MalariaConf'), axis('ou', 'CountryAa01')] },
      { id: 'VisLegend01', name: 'Malaria with a legend', type: 'PIVOT_TABLE', legend: { strategy: 'FIXED', set: { legends: FEW_MANY } }, columns: [axis('dx', 'MalariaConf', 'Attendance1')], rows: [axis('pe', 'LAST_6_MONTHS')], filters: [axis('ou', 'CountryAa01')] },
      { id: 'VisLegend02', name: 'Malaria in one figure', type: 'SINGLE_VALUE', legend: { strategy: 'BY_DATA_ITEM' }, columns: [axis('dx', 'MalariaConf')], rows: [], filters: [axis('pe', 'LAST_6_MONTHS'), axis('ou', 'CountryAa01')] },
      { id: 'VisDays0001', name: 'Malaria of half a year', type: 'COLUMN', startDate: '2026-01-01T00:00:00.000', endDate: '2026-06-30T00:00:00.000', columns: [axis('dx', 'MalariaConf')], rows: [axis('ou', 'CountryAa01', 'LEVEL-2')], filters: [] },
      { id: 'VisNothing1', name: 'Without data', type: 'COLUMN', columns: [], rows: [], filters: [] },
      ...structuredClone(BOARD_VIEWS),
    ],
    maps: [
      { id: 'MapMalaria1', name: 'Malaria by district', favorite: true, mapViews: [{ layer: 'orgUnit' }, { layer: 'thematic', thematicMapType: 'CHOROPLETH', columns: [axis('dx', 'MalariaConf')], rows: [axis('ou', 'CountryAa01', 'LEVEL-2')], filters: [axis('pe', 'THIS_MONTH')] }] },
      { id: 'MapEvents01', name: 'Cholera cases', mapViews: [{ layer: 'event', rows: [axis('ou', 'CountryAa01')] }] },
      { id: 'MapPlaces01', name: 'Where clinics are', mapViews: [{ layer: 'event' }, { layer: 'orgUnit', rows: [axis('ou', 'DistrictB01')] }, { layer: 'facility', labels: true, organisationUnitGroupSet: { id: 'TypesOfUnit' }, rows: [axis('ou', 'ClinicAaa01', 'ClinicAaa02')] }] },
      ...structuredClone(BOARD_MAPS),
    ],
    dashboards: BOARDS.map((board) => ({ ...board })),
  }
}

/** What kind of data an item is, as DHIS2 tells it. */
function typed(axes: Axis[] | undefined): Axis[] | undefined {
  const typeOf = (id: string) => (id.includes('.') ? 'DATA_ELEMENT_OPERAND' : INDICATORS.some((one) => one.id === id) ? 'INDICATOR' : 'DATA_ELEMENT')
  return axes?.map(({ dimension, items }) => ({ dimension, items: items?.map(({ id }) => (dimension === 'dx' ? { id, dimensionItem: id, dimensionItemType: typeOf(id) } : { id })) }))
}

const sides = ({ columns, rows, filters }: Pick<Analysis, 'columns' | 'rows' | 'filters'>) => ({ columns: typed(columns), rows: typed(rows), filters: typed(filters) })

const shown = (one: Analysis & Partial<Board>) => ({ favorite: false, ...one, ...sides(one), mapViews: one.mapViews?.map((view) => ({ ...view, ...sides(view) })), displayName: one.name, displayDescription: one.description, access: { update: true, delete: true } })

export function readAnalyses(path: string, query: URLSearchParams, analyses: Analyses): Answer | undefined {
  const [collection = '', id] = path.split('/')
  if (isKind(collection)) {
    const ids = /^id:in:\[(.*)]$/.exec(query.get('filter') ?? '')?.[1]?.split(',')
    if (id === undefined) return { status: 200, body: { [collection]: analyses[collection].filter((one) => ids?.includes(one.id) ?? true).map(shown) } }
    const found = analyses[collection].find((one) => one.id === id)
    return found ? { status: 200, body: shown(found) } : message(404, `${collection} with id ${id} could not be found.`)
  }
  if (path === 'organisationUnitLevels') return { status: 200, body: { organisationUnitLevels: ['Country', 'District', 'Clinic'].map((displayName, n) => ({ level: n + 1, displayName })) } }
  if (path === 'dataSets') return { status: 200, body: { dataSets: METADATA.dataSets.filter(({ displayName }) => displayName.toLowerCase().includes(query.get('query')?.toLowerCase() ?? '')) } }
  if (path === 'organisationUnitGroupSets/TypesOfUnit') return { status: 200, body: { organisationUnitGroups: [{ id: 'ClinicGroup', displayName: 'Clinic', color: '#2e7d32' }] } }
  if (path === 'geoFeatures') return { status: 200, body: features(query.get('ou')?.replace('ou:', '').split(';') ?? []) }
  if (path === 'metadata' && query.has('dataElements:filter')) {
    const wanted = (list: { id: string; displayName: string }[]) => list.filter(({ id }) => query.get('dataElements:filter')?.includes(id)).map((one) => ({ ...one, legendSets: one.id === 'MalariaConf' ? [{ legends: FEW_MANY }] : [] }))
    return { status: 200, body: { dataElements: wanted(ELEMENTS), indicators: wanted(INDICATORS), dataSets: wanted(METADATA.dataSets), categoryOptionCombos: wanted(COMBOS) } }
  }
  if (path === 'metadata' && query.has('maps:filter')) return saved(query, analyses)
  if (path === 'metadata' && query.has('categories:fields')) return { status: 200, body: { categories: [{ id: 'SexCategory', displayName: 'Sex' }] } }
  return undefined
}

function isKind(word: string): word is keyof Analyses {
  return word === 'visualizations' || word === 'maps' || word === 'dashboards'
}

/** A filter for each kind, as the export of metadata takes them; empty lists are left out. */
function saved(query: URLSearchParams, analyses: Analyses): Answer {
  const lists = (Object.keys(analyses) as (keyof Analyses)[]).map((kind) => {
    const [property, , ...rest] = query.get(`${kind}:filter`)?.split(':') ?? []
    const value = rest.join(':').toLowerCase()
    const fits = (one: Analysis) => (property === 'favorite' ? String(one.favorite ?? false) === value : one.name.toLowerCase().includes(value))
    return [kind, analyses[kind].filter(fits).map(({ id, name, type }) => ({ id, displayName: name, type }))] as const
  })
  return { status: 200, body: Object.fromEntries(lists.filter(([, list]) => list.length > 0)) }
}

/** A square for a district, a point for a clinic, nothing for the country. */
function features(units: string[]) {
  return UNITS.flatMap(({ id, displayName, path }, n) => {
    if (!units.includes(id) || path.split('/').length === 2) return []
    const corner = (x: number, y: number) => [n + x, y]
    const square = [[corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1), corner(0, 0)]]
    return [path.split('/').length === 3 ? { id, na: displayName, ty: 2, co: JSON.stringify(square) } : { id, na: displayName, ty: 1, co: JSON.stringify([n, 0.5]), dimensions: { TypesOfUnit: 'ClinicGroup' } }]
  })
}

export function writeAnalyses(method: string, path: string, analyses: Analyses, body: unknown): Answer | undefined {
  const [collection = '', id, part] = path.split('/')
  if (!isKind(collection)) return undefined
  const list: Analysis[] = analyses[collection]
  if (method === 'POST' && part === undefined) {
    const { name } = body as Analysis
    if (list.some((one) => one.name === name)) return message(409, `Property name with value ${name} is already used`)
    const uid = `SavedNew${String(list.length).padStart(3, '0')}`
    list.push({ ...(body as Analysis), id: uid })
    return { status: 201, body: { response: { uid } } }
  }
  const at = list.findIndex((one) => one.id === id)
  if (at < 0) return message(404, 'There is no such object')
  if (part === 'favorite') {
    for (const one of list.slice(at, at + 1)) one.favorite = method === 'POST'
    return { status: 200, body: { status: 'OK' } }
  }
  if (method === 'DELETE') list.splice(at, 1)
  else list[at] = { ...(body as Analysis), id: id ?? '' }
  return { status: 200, body: { status: 'OK' } }
}

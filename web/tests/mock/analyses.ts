/** What the visualiser asks for besides figures: saved views, of a session only, levels, shapes and lists of dimensions. */
import type { Answer } from './answer.ts'
import { message } from './answer.ts'
import { ELEMENTS, INDICATORS, METADATA, UNITS } from './country.ts'

interface Axis {
  dimension: string
  items?: { id: string }[]
}

export interface Analysis {
  id: string
  name: string
  type?: string
  columns?: Axis[]
  rows?: Axis[]
  filters?: Axis[]
  mapViews?: ({ layer: string; thematicMapType?: string } & Pick<Analysis, 'columns' | 'rows' | 'filters'>)[]
}

export type Analyses = Record<'visualizations' | 'maps', Analysis[]>

const axis = (dimension: string, ...ids: string[]): Axis => ({ dimension, items: ids.map((id) => ({ id })) })

export function startAnalyses(): Analyses {
  return {
    visualizations: [
      { id: 'VisMalaria1', name: 'Malaria by month', type: 'STACKED_COLUMN', columns: [axis('dx', 'MalariaConf', 'Attendance1')], rows: [axis('pe', 'LAST_6_MONTHS')], filters: [axis('ou', 'CountryAa01')] },
      { id: 'VisVisits01', name: 'Visits to clinics', type: 'SCATTER', columns: [axis('dx', 'Attendance1')], rows: [axis('ou', 'CountryAa01', 'LEVEL-3')], filters: [axis('pe', 'THIS_MONTH')] },
      { id: 'VisNothing1', name: 'Without data', type: 'COLUMN', columns: [], rows: [], filters: [] },
    ],
    maps: [
      { id: 'MapMalaria1', name: 'Malaria by district', mapViews: [{ layer: 'orgUnit' }, { layer: 'thematic', thematicMapType: 'CHOROPLETH', columns: [axis('dx', 'MalariaConf')], rows: [axis('ou', 'CountryAa01', 'LEVEL-2')], filters: [axis('pe', 'THIS_MONTH')] }] },
    ],
  }
}

const shown = (one: Analysis) => ({ ...one, displayName: one.name, access: { update: true, delete: true } })

export function readAnalyses(path: string, query: URLSearchParams, analyses: Analyses): Answer | undefined {
  const [collection = '', id] = path.split('/')
  if (collection === 'visualizations' || collection === 'maps') {
    const words = query.get('query')?.toLowerCase() ?? ''
    if (id === undefined) return { status: 200, body: { [collection]: analyses[collection].filter(({ name }) => name.toLowerCase().includes(words)).map(shown) } }
    const found = analyses[collection].find((one) => one.id === id)
    return found ? { status: 200, body: shown(found) } : message(404, `${collection} with id ${id} could not be found.`)
  }
  if (path === 'organisationUnitLevels') return { status: 200, body: { organisationUnitLevels: ['Country', 'District', 'Clinic'].map((displayName, n) => ({ level: n + 1, displayName })) } }
  if (path === 'dataSets') return { status: 200, body: { dataSets: METADATA.dataSets.filter(({ displayName }) => displayName.toLowerCase().includes(query.get('query')?.toLowerCase() ?? '')) } }
  if (path === 'geoFeatures') return { status: 200, body: features(query.get('ou')?.replace('ou:', '').split(';') ?? []) }
  if (path === 'metadata' && query.has('dataElements:filter')) {
    const wanted = (list: { id: string; displayName: string }[]) => list.filter(({ id }) => query.get('dataElements:filter')?.includes(id))
    return { status: 200, body: { dataElements: wanted(ELEMENTS), indicators: wanted(INDICATORS), dataSets: wanted(METADATA.dataSets) } }
  }
  if (path === 'metadata' && query.has('categories:fields')) return { status: 200, body: { categories: [{ id: 'SexCategory', displayName: 'Sex' }] } }
  return undefined
}

/** A square for a district, a point for a clinic, nothing for the country. */
function features(units: string[]) {
  return UNITS.flatMap(({ id, displayName, path }, n) => {
    if (!units.includes(id) || path.split('/').length === 2) return []
    const corner = (x: number, y: number) => [n + x, y]
    const square = [[corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1), corner(0, 0)]]
    return [path.split('/').length === 3 ? { id, na: displayName, ty: 2, co: JSON.stringify(square) } : { id, na: displayName, ty: 1, co: JSON.stringify([n, 0.5]) }]
  })
}

export function writeAnalyses(method: string, path: string, analyses: Analyses, body: unknown): Answer | undefined {
  const [collection = '', id] = path.split('/')
  if (collection !== 'visualizations' && collection !== 'maps') return undefined
  const list = analyses[collection]
  if (method === 'POST') {
    const { name } = body as Analysis
    if (list.some((one) => one.name === name)) return message(409, `Property name with value ${name} is already used`)
    const uid = `SavedNew${String(list.length).padStart(3, '0')}`
    list.push({ ...(body as Analysis), id: uid })
    return { status: 201, body: { response: { uid } } }
  }
  const at = list.findIndex((one) => one.id === id)
  if (at < 0) return message(404, 'There is no such object')
  if (method === 'DELETE') list.splice(at, 1)
  else list[at] = { ...(body as Analysis), id: id ?? '' }
  return { status: 200, body: { status: 'OK' } }
}

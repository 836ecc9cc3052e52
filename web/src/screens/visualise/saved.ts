/** Visualizations and maps as DHIS2 saves them: opened as questions, and written from them. */
import { queryOptions } from '@tanstack/react-query'
import { del, get, post, put } from '../../api/client'
import type { Kind } from './kinds'
import { KINDS, isMap, kindOfType } from './kinds'
import type { Axis, Question } from './question'
import { AXES } from './question'

interface SavedDimension {
  dimension: string
  /** What analytics is asked for: of a reporting rate or an operand more than the identifier of its object. */
  items?: { id: string; dimensionItem?: string }[]
}

type SavedAxes = Partial<Record<Axis, SavedDimension[]>>

export interface Saved {
  id: string
  displayName: string
  description?: string
  /** `visualizations` or `maps`. */
  collection: Collection
  /** DHIS2's type of a visualization, or the layer of a map. */
  type: string
  /** Undefined for what cannot be shown here. */
  question: Question | undefined
  /** Whether its type is not drawn here: then its figures are a table. */
  isUndrawn: boolean
  mayUpdate: boolean
  mayDelete: boolean
}

export type Collection = 'visualizations' | 'maps'

interface Access {
  access: { update: boolean; delete: boolean }
}

interface SavedVisualization extends SavedAxes, Access {
  id: string
  displayName: string
  displayDescription?: string
  type: string
  aggregationType?: string
}

interface SavedMap extends Access {
  id: string
  displayName: string
  displayDescription?: string
  mapViews: (SavedAxes & { layer: string; thematicMapType?: string; aggregationType?: string })[]
}

const SIDES = AXES.map((axis) => `${axis}[dimension,items[id,dimensionItem]]`).join(',')
const COMMON = 'id,displayName,displayDescription,access[update,delete]'

export function savedQuery(collection: Collection, id: string) {
  return queryOptions({
    queryKey: ['saved', collection, id],
    queryFn: async ({ signal }): Promise<Saved> => {
      if (collection === 'maps') {
        return savedMap(await get<SavedMap>(`maps/${id}`, { fields: `${COMMON},mapViews[layer,thematicMapType,aggregationType,${SIDES}]` }, signal))
      }
      return savedVisualization(await get<SavedVisualization>(`visualizations/${id}`, { fields: `${COMMON},type,aggregationType,${SIDES}` }, signal))
    },
  })
}

function savedVisualization(saved: SavedVisualization): Saved {
  const kind = kindOfType(saved.type)
  const question = questionFrom(saved, kind ?? 'pivot', saved.aggregationType)
  return { ...shared(saved), collection: 'visualizations', type: saved.type, question, isUndrawn: kind === undefined }
}

/** The first thematic layer: the others carry no figures. */
function savedMap(saved: SavedMap): Saved {
  const layer = saved.mapViews.find((view) => view.layer.startsWith('thematic'))
  const kind = layer?.thematicMapType === 'BUBBLE' ? 'bubbles' : 'map'
  const question = layer && questionFrom(layer, kind, layer.aggregationType)
  return { ...shared(saved), collection: 'maps', type: saved.mapViews.map((view) => view.layer).join(', '), question, isUndrawn: false }
}

function shared({ id, displayName, displayDescription, access }: SavedVisualization | SavedMap) {
  return { id, displayName, description: displayDescription, mayUpdate: access.update, mayDelete: access.delete }
}

export function questionFrom(axes: SavedAxes, kind: Kind, aggregation?: string): Question | undefined {
  const items: Record<string, string[]> = { dx: [], pe: [], ou: [] }
  const layout: Record<Axis, string[]> = { columns: [], rows: [], filters: [] }
  for (const axis of AXES) {
    for (const { dimension, items: list } of axes[axis] ?? []) {
      items[dimension] = (list ?? []).map(({ id, dimensionItem }) => (dimension === 'dx' ? (dimensionItem ?? id) : id))
      layout[axis].push(dimension)
    }
  }
  const isWhole = ['dx', 'pe', 'ou'].every((dimension) => (items[dimension]?.length ?? 0) > 0)
  if (!isWhole) return undefined
  return { kind, items, layout, ...(aggregation && aggregation !== 'DEFAULT' ? { aggregation } : {}) }
}

/** What DHIS2's own apps need to open it again. */
export function bodyOf(question: Question, name: string): Record<string, unknown> {
  const { kind, items, layout, aggregation } = question
  const side = (axis: Axis) => layout[axis].map((dimension) => ({ dimension, items: (items[dimension] ?? []).map((id) => ({ id })) }))
  const axes = { columns: side('columns'), rows: side('rows'), filters: side('filters'), aggregationType: aggregation ?? 'DEFAULT' }
  if (!isMap(kind)) return { name, type: KINDS[kind], ...axes }
  const layer = { name, layer: 'thematic', thematicMapType: KINDS[kind], renderingStrategy: 'SINGLE', classes: 5, opacity: 0.9, ...axes }
  return { name, longitude: 0, latitude: 0, zoom: 5, mapViews: [layer] }
}

export function collectionOf({ kind }: Question): Collection {
  return isMap(kind) ? 'maps' : 'visualizations'
}

/** Saves it as a new one, and gives its identifier. */
export async function create(question: Question, name: string): Promise<string> {
  const { response } = await post<{ response: { uid: string } }>(collectionOf(question), bodyOf(question, name))
  return response.uid
}

/** Writes it over a saved one; what this screen knows nothing of stays. */
export async function replace(saved: Saved, question: Question, name: string): Promise<void> {
  const path = `${saved.collection}/${saved.id}`
  const owned = await get<Record<string, unknown>>(path, { fields: ':owner' })
  await put(path, { ...owned, ...bodyOf(question, name) })
}

export async function remove(saved: Saved): Promise<void> {
  await del(`${saved.collection}/${saved.id}`)
}

export interface Listed {
  id: string
  displayName: string
  collection: Collection
  type?: string
}

const LIMIT = 30

/** What is saved under a name that holds the words. */
export function savedListQuery(words: string) {
  return queryOptions({
    queryKey: ['saved', 'list', words],
    queryFn: async ({ signal }): Promise<Listed[]> => {
      const parameters = { query: words || undefined, fields: 'id,displayName,type', order: 'displayName:asc', pageSize: LIMIT }
      const [charts, maps] = await Promise.all([
        get<{ visualizations: Omit<Listed, 'collection'>[] }>('visualizations', parameters, signal),
        get<{ maps: Omit<Listed, 'collection'>[] }>('maps', { ...parameters, fields: 'id,displayName' }, signal),
      ])
      const all: Listed[] = [
        ...charts.visualizations.map((one) => ({ ...one, collection: 'visualizations' as const })),
        ...maps.maps.map((one) => ({ ...one, collection: 'maps' as const })),
      ]
      return all.sort((one, other) => one.displayName.localeCompare(other.displayName))
    },
  })
}

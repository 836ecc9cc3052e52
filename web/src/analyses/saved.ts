/** Visualizations and maps as DHIS2 saves them: opened as questions, and written from them. */
import { queryOptions } from '@tanstack/react-query'
import { del, get, post, put } from '../api/client'
import { getKept } from '../api/kept'
import type { Kind } from './kinds'
import type { SavedLegend } from './legend'
import { KINDS, isMap, isYearly, kindOfType } from './kinds'
import type { Legend, MapStyle } from './map'
import { classesFrom } from './map'
import type { Axis, Question } from './question'
import { AXES, USUAL_YEARS, usualLayout, YEARS } from './question'
import { spanItem, spanOf } from './span'
import type { UnitLayer } from './unit-layers'
import { LAYER_FIELDS, unitLayersOf } from './unit-layers'

interface SavedDimension {
  dimension: string
  /** What analytics is asked for: of a reporting rate or an operand more than the identifier of its object. */
  items?: { id: string; dimensionItem?: string; dimensionItemType?: string }[]
}

export interface SavedAxes extends Partial<Record<Axis, SavedDimension[]>> {
  /** In the place of periods. */
  startDate?: string
  endDate?: string
}

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
  /** The layers of a map that are not drawn here. */
  left: string[]
  /** Of a map without figures: where its units and facilities are. */
  units?: UnitLayer[]
  style?: MapStyle
  /** The data elements whose values decide all of its figures; undefined where others do too. */
  elements?: string[]
  /** Of a visualization. */
  legend?: SavedLegend
  isStarred: boolean
  mayUpdate: boolean
  mayDelete: boolean
}

export type Collection = 'visualizations' | 'maps'

interface Owned {
  id: string
  displayName: string
  displayDescription?: string
  favorite: boolean
  access: { update: boolean; delete: boolean }
}

interface SavedVisualization extends SavedAxes, Owned {
  type: string
  aggregationType?: string
  yearlySeries?: string[]
  /** All periods, also those that stand on no side. */
  rawPeriods?: string[]
  legend?: SavedLegend
}

export interface Layer extends SavedAxes {
  layer: string
  thematicMapType?: string
  aggregationType?: string
  legendSet?: { legends: Legend[] }
  colorScale?: string
  /** 3 is equal counts. */
  method?: number
  classes?: number
  opacity?: number
  labels?: boolean
  organisationUnitColor?: string
  organisationUnitGroupSet?: { id: string }
}

interface SavedMap extends Owned {
  mapViews: Layer[]
}

const SIDES = AXES.map((axis) => `${axis}[dimension,items[id,dimensionItem,dimensionItemType]]`).join(',')
const COMMON = 'id,displayName,displayDescription,favorite,access[update,delete]'
const DAYS = 'startDate,endDate'
const LEGENDS = 'legends[startValue,endValue,color,displayName]'
const FIELDS = {
  visualizations: `${COMMON},type,aggregationType,yearlySeries,rawPeriods,legend[strategy,set[${LEGENDS}]],${DAYS},${SIDES}`,
  maps: `${COMMON},mapViews[layer,thematicMapType,aggregationType,method,colorScale,legendSet[${LEGENDS}],${LAYER_FIELDS},${DAYS},${SIDES}]`,
}

export function savedQuery(collection: Collection, id: string) {
  return queryOptions({
    queryKey: ['saved', collection, id],
    queryFn: async (context): Promise<Saved> => {
      const path = `${collection}/${id}`
      if (collection === 'maps') return savedMap(await getKept<SavedMap>(path, { fields: FIELDS.maps }, { signal: context.signal }))
      return savedVisualization(await getKept<SavedVisualization>(path, { fields: FIELDS.visualizations }, { signal: context.signal }))
    },
  })
}

/** Many visualizations in one call; whoever opens one of them later finds it here. */
export function savedTogetherQuery(ids: string[]) {
  return queryOptions({
    queryKey: ['saved', 'visualizations', 'together', ids],
    enabled: ids.length > 0,
    queryFn: async (context): Promise<Saved[]> => {
      const parameters = { filter: `id:in:[${ids.join(',')}]`, fields: FIELDS.visualizations, paging: false }
      const { visualizations } = await getKept<{ visualizations: SavedVisualization[] }>('visualizations', parameters, { signal: context.signal })
      const all = visualizations.map(savedVisualization)
      for (const one of all) context.client.setQueryData(savedQuery('visualizations', one.id).queryKey, one)
      return all
    },
  })
}

function savedVisualization(saved: SavedVisualization): Saved {
  const kind = kindOfType(saved.type)
  const asked = questionFrom(kind && isYearly(kind) ? withPeriods(saved) : saved, kind ?? 'pivot', saved.aggregationType)
  const question = asked && isYearly(asked.kind) ? ofYears(asked, saved.yearlySeries) : asked
  return { ...shared(saved), collection: 'visualizations', type: saved.type, question, isUndrawn: kind === undefined, left: [], elements: elementsOf(saved), legend: saved.legend }
}

/** Years beside each other may be saved with their periods on no side. */
function withPeriods({ columns = [], rows = [], filters = [], rawPeriods = [] }: SavedVisualization): SavedAxes {
  const isThere = [...columns, ...rows, ...filters].some(({ dimension }) => dimension === 'pe')
  return { columns, rows: isThere ? rows : [{ dimension: 'pe', items: rawPeriods.map((id) => ({ id })) }], filters }
}

function ofYears(question: Question, series: string[] | undefined): Question {
  const items = { ...question.items, [YEARS]: series?.length ? series : USUAL_YEARS }
  return { ...question, items, layout: usualLayout(question.kind, items) }
}

/** The first thematic layer: the others carry no figures. Without one it shows where units are. */
function savedMap(saved: SavedMap): Saved {
  const layer = saved.mapViews.find(isThematic)
  const kind = layer?.thematicMapType === 'BUBBLE' ? 'bubbles' : 'map'
  const question = layer && questionFrom(layer, kind, layer.aggregationType)
  const units = layer ? [] : unitLayersOf(saved.mapViews)
  const left = saved.mapViews.filter((view) => view !== layer && !units.some(({ of }) => of === view)).map((view) => view.layer)
  return { ...shared(saved), collection: 'maps', type: saved.mapViews.map((view) => view.layer).join(', '), question, isUndrawn: false, left, ...(units.length > 0 && { units }), style: layer && styleOf(layer), elements: layer && elementsOf(layer) }
}

/** A map whose layers are of a program's events or people: it has nothing else to show. */
export function isOfEvents({ collection, left }: Saved): boolean {
  return collection === 'maps' && left.some((layer) => layer === 'event' || layer === 'trackedEntity')
}

function isThematic({ layer }: Layer): boolean {
  return layer.startsWith('thematic')
}

function styleOf({ legendSet, colorScale, method }: Layer): MapStyle {
  return { legend: classesFrom(legendSet?.legends ?? []), scale: colorScale?.split(',').filter(Boolean) ?? [], equalCounts: method === 3 }
}

function shared({ id, displayName, displayDescription, favorite, access }: Owned) {
  return { id, displayName, description: displayDescription, isStarred: favorite, mayUpdate: access.update, mayDelete: access.delete }
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
  if (axes.startDate && axes.endDate && !items.pe?.length) {
    items.pe = [spanItem(axes.startDate, axes.endDate)]
    for (const axis of AXES) layout[axis] = layout[axis].filter((dimension) => dimension !== 'pe')
    layout.filters.push('pe')
  }
  const isWhole = ['dx', 'pe', 'ou'].every((dimension) => (items[dimension]?.length ?? 0) > 0)
  if (!isWhole) return undefined
  return { kind, items, layout, ...(aggregation && aggregation !== 'DEFAULT' ? { aggregation } : {}) }
}

export function elementsOf(axes: SavedAxes): string[] | undefined {
  const data = AXES.flatMap((axis) => axes[axis] ?? []).flatMap(({ dimension, items }) => (dimension === 'dx' ? (items ?? []) : []))
  const isPlain = data.every(({ dimensionItemType = '' }) => /^DATA_ELEMENT(_OPERAND)?$/.test(dimensionItemType))
  // A part of an element is called by it, and by its options after a dot.
  return isPlain ? data.map(({ id, dimensionItem }) => (dimensionItem ?? id).split('.')[0] ?? id) : undefined
}

const USUAL_LOOK = { classes: 5, opacity: 0.9 }

/** What DHIS2's own apps need to open it again. */
export function bodyOf(question: Question, name: string): Record<string, unknown> {
  const { kind, items, layout, aggregation } = question
  const span = spanOf(items.pe)
  const isSaved = (dimension: string) => dimension !== YEARS && !(span && dimension === 'pe')
  const side = (axis: Axis) => layout[axis].filter(isSaved).map((dimension) => ({ dimension, items: (items[dimension] ?? []).map((id) => ({ id })) }))
  const axes = { columns: side('columns'), rows: side('rows'), filters: side('filters'), startDate: span?.start, endDate: span?.end, aggregationType: aggregation ?? 'DEFAULT' }
  if (!isMap(kind)) return { name, type: KINDS[kind], ...axes, ...(isYearly(kind) ? { yearlySeries: items[YEARS] } : {}) }
  const layer = { name, layer: 'thematic', thematicMapType: KINDS[kind], renderingStrategy: 'SINGLE', ...USUAL_LOOK, ...axes }
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
  await put(path, merged(owned, bodyOf(question, name)))
}

/** A map keeps its place, its other layers, and how its layer of figures is coloured. */
export function merged(owned: Record<string, unknown>, body: Record<string, unknown>): Record<string, unknown> {
  const [layer] = (body.mapViews ?? []) as Layer[]
  if (!layer) return { ...owned, ...body }
  const layers = (owned.mapViews ?? []) as Layer[]
  const at = layers.findIndex(isThematic)
  const before = layers[at]
  const { classes, opacity } = { ...USUAL_LOOK, ...before }
  const mapViews = before ? layers.with(at, { ...before, ...layer, classes, opacity }) : [...layers, layer]
  return { ...owned, name: body.name, mapViews }
}

export async function remove(saved: Saved): Promise<void> {
  await del(`${saved.collection}/${saved.id}`)
}

/** What a map needs: the shapes of units, and colours by figure. */
import { queryOptions } from '@tanstack/react-query'
import { get } from '../api/client'

/** A feature in DHIS2's short words: `ty` 1 is a point, 2 an area; `co` its coordinates as text. */
export interface Feature {
  id: string
  na: string
  ty: number
  co: string
  /** The group of the unit in each set, where they are asked for. */
  dimensions?: Partial<Record<string, string>>
}

export interface Shapes {
  areas: { type: 'FeatureCollection'; features: object[] }
  points: { id: string; name: string; place: [number, number] }[]
  /** Between these lies everything, areas with all of their land. */
  corners: [number, number][]
  /** How much narrower a degree of longitude is than one of latitude, in the middle of the map. */
  aspect: number
}

export function shapesQuery(units: string[]) {
  return queryOptions({
    queryKey: ['shapes', units],
    enabled: units.length > 0,
    staleTime: 600_000,
    queryFn: async ({ signal }) => shapesOf(await get<Feature[]>('geoFeatures', { ou: `ou:${units.join(';')}`, displayProperty: 'NAME' }, signal)),
  })
}

export function shapesOf(features: Feature[]): Shapes {
  const areas = features.filter(({ ty }) => ty === 2).map(({ id, na, co }) => area(id, na, JSON.parse(co) as unknown))
  const points = features.filter(({ ty }) => ty === 1).map(({ id, na, co }) => ({ id, name: na, place: JSON.parse(co) as [number, number] }))
  const latitudes = [...points.map(({ place }) => place[1]), ...areas.flatMap(({ middle }) => [middle[1]])]
  const middle = latitudes.reduce((sum, latitude) => sum + latitude, 0) / Math.max(1, latitudes.length)
  return {
    areas: { type: 'FeatureCollection', features: areas.map(({ feature }) => feature) },
    points: [...points, ...areas.map(({ id, name, middle: place }) => ({ id, name, place }))],
    corners: [...points.map(({ place }) => place), ...areas.flatMap(({ corners }) => corners)],
    aspect: Math.cos((middle * Math.PI) / 180),
  }
}

function area(id: string, name: string, coordinates: unknown) {
  const isMany = Array.isArray(coordinates) && Array.isArray((coordinates as unknown[][][])[0]?.[0]?.[0])
  const geometry = { type: isMany ? 'MultiPolygon' : 'Polygon', coordinates }
  const places = (coordinates as unknown[]).flat(isMany ? 2 : 1) as [number, number][]
  const corners = cornersOf(places)
  const [[west, south], [east, north]] = corners
  const middle: [number, number] = [(west + east) / 2, (south + north) / 2]
  return { id, name, middle, corners, feature: { type: 'Feature', properties: { name: id }, geometry } }
}

/** Of the box around it: south-west and north-east. */
function cornersOf(places: [number, number][]): [[number, number], [number, number]] {
  const least = (at: 0 | 1) => places.reduce((found, place) => Math.min(found, place[at]), Infinity)
  const most = (at: 0 | 1) => places.reduce((found, place) => Math.max(found, place[at]), -Infinity)
  return [
    [least(0), least(1)],
    [most(0), most(1)],
  ]
}

/** How far a map reaches that has points: by itself it would show its areas only. */
export function around(places: [number, number][]): [[number, number], [number, number]] {
  const all = (at: 0 | 1) => places.map((place) => place[at])
  const margin = 0.1
  return [
    [Math.min(...all(0)) - margin, Math.max(...all(1)) + margin],
    [Math.max(...all(0)) + margin, Math.min(...all(1)) - margin],
  ]
}

export interface Class {
  from: number
  to: number
  colour: string
  name?: string
}

/** Light to dark, told apart by people who see no red or green too. */
const SCALE = ['#ffffcc', '#c2e699', '#78c679', '#31a354', '#006837']

/** How a map was saved to be coloured: by a legend, or by classes of these colours. */
export interface MapStyle {
  legend: Class[]
  scale: string[]
  /** Classes hold equally many units each; otherwise they are equally wide. */
  equalCounts: boolean
}

/** Classes over what there is, from light to dark. */
export function classesOf(figures: number[], { scale, equalCounts }: Pick<MapStyle, 'scale' | 'equalCounts'> = { scale: [], equalCounts: false }): Class[] {
  const colours = scale.length > 0 ? scale : SCALE
  const sorted = [...figures].sort((one, other) => one - other)
  const [least, most] = [sorted[0], sorted.at(-1)]
  if (least === undefined || most === undefined) return []
  if (least === most) return [{ from: least, to: most, colour: colours[Math.floor(colours.length / 2)] ?? '' }]
  const edge = (index: number) => {
    if (index === colours.length) return most
    return equalCounts ? (sorted[Math.floor((index * sorted.length) / colours.length)] ?? most) : least + (index * (most - least)) / colours.length
  }
  // Where many figures are equal, a class can be empty.
  return colours.map((colour, index) => ({ from: edge(index), to: edge(index + 1), colour })).filter(({ from, to }, index) => from < to || index === colours.length - 1)
}

/** The class of a figure; the end belongs to the next one, but for the last. */
export function classOf(figure: number, classes: Class[]): Class | undefined {
  return classes.find(({ from, to }) => figure >= from && figure < to) ?? classes.find(({ from, to }) => figure >= from && figure <= to)
}

export interface Legend {
  startValue: number
  endValue: number
  color: string
  displayName: string
}

interface LegendSets {
  legendSets?: { legends: Legend[] }[]
}

export function classesFrom(legends: Legend[]): Class[] {
  return legends.map(({ startValue, endValue, color, displayName }) => ({ from: startValue, to: endValue, colour: color, name: displayName })).sort((one, other) => one.from - other.from)
}

/** The first legend set of a data element or an indicator, as classes; none where it has none. */
export function legendQuery(item: string | undefined) {
  return queryOptions({
    queryKey: ['legend', item],
    enabled: item !== undefined,
    staleTime: 600_000,
    queryFn: async ({ signal }): Promise<Class[]> => {
      const parameters = { filter: `id:eq:${item?.split('.')[0] ?? ''}`, fields: 'legendSets[legends[startValue,endValue,color,displayName]]' }
      const { dataElements = [] } = await get<{ dataElements?: LegendSets[] }>('dataElements', parameters, signal)
      const found = dataElements.length > 0 ? dataElements : ((await get<{ indicators?: LegendSets[] }>('indicators', parameters, signal)).indicators ?? [])
      return classesFrom(found[0]?.legendSets?.[0]?.legends ?? [])
    },
  })
}

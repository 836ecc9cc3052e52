/** What a map needs: the shapes of units, and colours by figure. */
import { queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client'

/** A feature in DHIS2's short words: `ty` 1 is a point, 2 an area; `co` its coordinates as text. */
interface Feature {
  id: string
  na: string
  ty: number
  co: string
}

export interface Shapes {
  areas: { type: 'FeatureCollection'; features: object[] }
  points: { id: string; name: string; place: [number, number] }[]
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
    aspect: Math.cos((middle * Math.PI) / 180),
  }
}

function area(id: string, name: string, coordinates: unknown) {
  const isMany = Array.isArray(coordinates) && Array.isArray((coordinates as unknown[][][])[0]?.[0]?.[0])
  const geometry = { type: isMany ? 'MultiPolygon' : 'Polygon', coordinates }
  const places = (coordinates as unknown[]).flat(isMany ? 2 : 1) as [number, number][]
  return { id, name, middle: middleOf(places), feature: { type: 'Feature', properties: { name: id }, geometry } }
}

/** The middle of the box around it. */
function middleOf(places: [number, number][]): [number, number] {
  const half = (at: 0 | 1) => {
    const all = places.map((place) => place[at])
    return (all.reduce((least, one) => Math.min(least, one), Infinity) + all.reduce((most, one) => Math.max(most, one), -Infinity)) / 2
  }
  return [half(0), half(1)]
}

export interface Class {
  from: number
  to: number
  colour: string
  name?: string
}

/** Light to dark, told apart by people who see no red or green too. */
const SCALE = ['#ffffcc', '#c2e699', '#78c679', '#31a354', '#006837']

/** Classes of equal width over what there is. */
export function classesOf(figures: number[]): Class[] {
  const least = Math.min(...figures)
  const most = Math.max(...figures)
  if (!Number.isFinite(least)) return []
  if (least === most) return [{ from: least, to: most, colour: SCALE[2] ?? '' }]
  const width = (most - least) / SCALE.length
  return SCALE.map((colour, index) => ({ from: least + index * width, to: index === SCALE.length - 1 ? most : least + (index + 1) * width, colour }))
}

/** The class of a figure; the end belongs to the next one, but for the last. */
export function classOf(figure: number, classes: Class[]): Class | undefined {
  return classes.find(({ from, to }) => figure >= from && figure < to) ?? classes.find(({ from, to }) => figure >= from && figure <= to)
}

interface LegendSets {
  legendSets?: { legends: { startValue: number; endValue: number; color: string; displayName: string }[] }[]
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
      const legends = found[0]?.legendSets?.[0]?.legends ?? []
      return legends.map(({ startValue, endValue, color, displayName }) => ({ from: startValue, to: endValue, colour: color, name: displayName })).sort((one, other) => one.from - other.from)
    },
  })
}

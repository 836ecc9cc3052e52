/** Layers of a saved map that carry no figures: where units and facilities are. */
import { queryOptions } from '@tanstack/react-query'
import { get } from '../api/client'
import type { Feature, Shapes } from './map'
import { shapesOf } from './map'
import type { Layer } from './saved'

export interface UnitLayer {
  of: Layer
  units: string[]
  /** Facilities are coloured by their groups in this set. */
  groupSet: string | undefined
  colour: string | undefined
  isLabelled: boolean
}

/** What is asked of a layer for this. */
export const LAYER_FIELDS = 'labels,organisationUnitColor,organisationUnitGroupSet[id]'

/** `boundary` is what older versions call a layer of units. */
export function unitLayersOf(layers: Layer[]): UnitLayer[] {
  return layers
    .filter(({ layer }) => ['facility', 'orgUnit', 'boundary'].includes(layer))
    .map((of) => ({
      of,
      units: (of.rows ?? []).filter(({ dimension }) => dimension === 'ou').flatMap(({ items = [] }) => items.map(({ id }) => id)),
      groupSet: of.organisationUnitGroupSet?.id,
      colour: of.organisationUnitColor,
      isLabelled: of.labels === true,
    }))
    .filter(({ units }) => units.length > 0)
}

export interface Group {
  id: string
  displayName: string
  color?: string
}

export interface Placed {
  shapes: Shapes
  /** The group of each unit in the layer's set, by the unit. */
  groupOf: Map<string, string>
  groups: Group[]
}

export function placedQuery({ units, groupSet }: UnitLayer) {
  return queryOptions({
    queryKey: ['unit-layer', units, groupSet],
    staleTime: 600_000,
    queryFn: async ({ signal }): Promise<Placed> => {
      const parameters = { ou: `ou:${units.join(';')}`, displayProperty: 'NAME', includeGroupSets: groupSet !== undefined }
      const [features, set] = await Promise.all([
        get<Feature[]>('geoFeatures', parameters, signal),
        groupSet === undefined ? undefined : get<{ organisationUnitGroups: Group[] }>(`organisationUnitGroupSets/${groupSet}`, { fields: 'organisationUnitGroups[id,displayName,color]' }, signal),
      ])
      const groups = set?.organisationUnitGroups ?? []
      return { shapes: shapesOf(features), groups, groupOf: groupsOf(features, groupSet) }
    },
  })
}

function groupsOf(features: Feature[], groupSet: string | undefined): Map<string, string> {
  const pairs = features.flatMap(({ id, dimensions }): [string, string][] => {
    const group = dimensions?.[groupSet ?? '']
    return group ? [[id, group]] : []
  })
  return new Map(pairs)
}

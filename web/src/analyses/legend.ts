/** Figures coloured by a legend, as DHIS2 saves it with a visualization. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { get } from '../api/client'
import type { Class, Legend } from './map'
import { classesFrom, classOf } from './map'

export interface SavedLegend {
  /** One set for all figures, or for each the first one of what it counts. */
  strategy: 'FIXED' | 'BY_DATA_ITEM'
  set?: { legends: Legend[] }
}

export interface FigureLegend {
  /** The class of a figure, by the items that it belongs to. */
  classAt: (figure: number | null | undefined, ids: string[]) => Class | undefined
  /** All that may occur, for a key. */
  classes: Class[]
}

const LISTS = ['dataElements', 'indicators', 'dataSets'] as const
type Found = Partial<Record<(typeof LISTS)[number], { id: string; legendSets?: { legends: Legend[] }[] }[]>>

/** The legends of many items in one call, by identifier. */
function legendsQuery(items: string[]) {
  const ids = [...new Set(items.map(objectOf))]
  return queryOptions({
    queryKey: ['legends', ids],
    enabled: ids.length > 0,
    staleTime: 600_000,
    queryFn: async ({ signal }) => {
      const pairs = LISTS.flatMap((list) => [
        [`${list}:filter`, `id:in:[${ids.join(',')}]`],
        [`${list}:fields`, 'id,legendSets[legends[startValue,endValue,color,displayName]]'],
      ])
      const found = await get<Found>('metadata', Object.fromEntries(pairs) as Record<string, string>, signal)
      return new Map(LISTS.flatMap((list) => found[list] ?? []).map(({ id, legendSets }) => [id, classesFrom(legendSets?.[0]?.legends ?? [])]))
    },
  })
}

const objectOf = (item: string) => item.split('.')[0] ?? item

/** Undefined where figures have no legend, or it is not known yet. */
export function useLegend(saved: SavedLegend | undefined, items: string[]): FigureLegend | undefined {
  const { data: ofItems } = useQuery(legendsQuery(saved?.strategy === 'BY_DATA_ITEM' ? items : []))
  return useMemo(() => {
    if (!saved) return undefined
    const fixed = classesFrom(saved.set?.legends ?? [])
    const classesBy = (item: string | undefined) => (saved.strategy === 'FIXED' ? fixed : (ofItems?.get(objectOf(item ?? '')) ?? []))
    const classes = saved.strategy === 'FIXED' ? fixed : [...(ofItems?.values() ?? [])].flat()
    if (classes.length === 0) return undefined
    return {
      classes,
      classAt: (figure, ids) => (typeof figure === 'number' ? classOf(figure, classesBy(items.length === 1 ? items[0] : ids.find((id) => items.includes(id)))) : undefined),
    }
  }, [saved, ofItems, items])
}

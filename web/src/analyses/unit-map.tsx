import type { UseQueryResult } from '@tanstack/react-query'
import { useQueries } from '@tanstack/react-query'
import { MapChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GeoComponent, TooltipComponent } from 'echarts/components'
import type { ECharts } from 'echarts/core'
import { format, init, registerMap, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useState } from 'react'
import { Notice } from '../components/notice'
import { TroubleNotice } from '../components/trouble'
import { Waiting } from '../components/waiting'
import { useWords } from '../language/language'
import { LegendKeyItem } from './legend-key'
import type { Shapes } from './map'
import { around } from './map'
import { withRoom } from './room'
import type { Placed, UnitLayer } from './unit-layers'
import { placedQuery } from './unit-layers'
import type { Colours } from './use-colours'
import { useColours } from './use-colours'
import { useDrawing } from './use-drawing'
import styles from './drawing.module.css'

register([MapChart, ScatterChart, GeoComponent, TooltipComponent, AriaComponent, SVGRenderer])

interface Props {
  layers: UnitLayer[]
  title: string
}

function together(results: UseQueryResult<Placed>[]) {
  const placed = results.flatMap(({ data }) => data ?? [])
  return {
    placed: placed.length === results.length ? placed : undefined,
    error: results.find(({ error }) => error)?.error,
    again: () => results.forEach((result) => void result.refetch()),
  }
}

/** Where units and facilities are, for maps that say nothing of figures. */
export function UnitMap({ layers, title }: Props) {
  const t = useWords('visualise')
  const { placed, error, again } = useQueries({ queries: layers.map(placedQuery), combine: together })
  if (error) return <TroubleNotice error={error} again={again} />
  if (!placed) return <Waiting label={t('drawing')} />
  if (placed.every(({ shapes }) => shapes.points.length === 0)) return <Notice kind="plain" title={t('map.empty.title')} />
  return <Drawing layers={layers} placed={placed} title={title} />
}

function Drawing({ layers, placed, title }: Props & { placed: Placed[] }) {
  const t = useWords('visualise')
  const colours = useColours()
  const [isOpen, setOpen] = useState(false)
  const units = unitsOf(layers, placed, colours)
  const features = new Map(placed.flatMap(({ shapes }) => shapes.areas.features as AreaFeature[]).map((feature) => [feature.properties.name, feature]))
  const name = `places-${[...features.keys()].join('-')}`
  registerMap(name, { type: 'FeatureCollection', features: [...features.values()] } as never)
  const aspect = placed.find(({ shapes }) => shapes.points.length > 0)?.shapes.aspect ?? 1
  const corners = placed.flatMap(({ shapes }) => shapes.corners)
  const box = useDrawing(init, option(name, { aspect, corners }, units, colours), [placed, colours], (drawn) => showNames(drawn, units, colours))
  const groups = placed.flatMap((one) => one.groups.map((group) => ({ ...group, count: [...one.groupOf.values()].filter((id) => id === group.id).length })))
  return (
    <figure className={styles.figure}>
      <div ref={box} className={`${styles.chart ?? ''} ${styles.map ?? ''}`} role="img" aria-label={title} dir="ltr" data-drawing />
      <figcaption>
        {groups.length > 0 && (
          <ul className={styles.legend} data-legend>
            {groups.map(({ id, displayName, color, count }) => (
              <LegendKeyItem key={id} colour={color ?? colours.series[0] ?? ''} words={`${displayName} (${String(count)})`} />
            ))}
          </ul>
        )}
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t('map.units', { n: units.length })}</summary>
          {isOpen && (
            <ul className={styles.places}>
              {units.map(({ id, name: called, group }) => (
                <li key={id}>
                  <bdi>{[called, group].filter(Boolean).join(' – ')}</bdi>
                </li>
              ))}
            </ul>
          )}
        </details>
      </figcaption>
    </figure>
  )
}

interface AreaFeature {
  properties: { name: string }
}

interface PlacedUnit {
  id: string
  name: string
  place: [number, number]
  isArea: boolean
  colour: string
  group: string | undefined
  isLabelled: boolean
}

/** Each unit once, as the first layer has it that it is in. */
function unitsOf(layers: UnitLayer[], placed: Placed[], colours: Colours): PlacedUnit[] {
  const units = new Map<string, PlacedUnit>()
  for (const [n, { shapes, groupOf, groups }] of placed.entries()) {
    const areas = new Set((shapes.areas.features as AreaFeature[]).map(({ properties }) => properties.name))
    const layer = layers[n]
    for (const { id, name, place } of shapes.points) {
      const group = groups.find((one) => one.id === groupOf.get(id))
      const colour = group?.color ?? layer?.colour ?? (areas.has(id) ? colours.lineStrong : (colours.series[0] ?? ''))
      if (!units.has(id)) units.set(id, { id, name, place, isArea: areas.has(id), colour, group: group?.displayName, isLabelled: layer?.isLabelled === true })
    }
  }
  return [...units.values()].sort((one, other) => one.name.localeCompare(other.name))
}

const NAME = { size: 11, height: 15 }
const MARK = 9

function option(map: string, { aspect, corners }: Pick<Shapes, 'aspect' | 'corners'>, units: PlacedUnit[], colours: Colours) {
  const called = new Map(units.map(({ id, name, group }) => [id, [name, group].filter(Boolean).join(' – ')]))
  const formatter = ({ name }: { name: string }) => called.get(name) ?? ''
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit', color: colours.ink },
    tooltip: { confine: true, backgroundColor: colours.surface, borderColor: colours.line, textStyle: { color: colours.ink }, renderMode: 'richText', formatter },
    geo: {
      map,
      roam: true,
      aspectScale: aspect,
      ...(units.some(({ isArea }) => !isArea) ? { boundingCoords: around(corners) } : {}),
      itemStyle: { areaColor: 'transparent', borderColor: colours.lineStrong },
      emphasis: { label: { show: false }, itemStyle: { areaColor: colours.line, borderWidth: 2 } },
      regions: units.filter(({ isArea }) => isArea).map(({ id, colour }) => ({ name: id, itemStyle: { areaColor: 'transparent', borderColor: colour } })),
      tooltip: { show: true },
    },
    series: [{ type: 'scatter', coordinateSystem: 'geo', data: marksOf(units, [], colours) }],
  }
}

/** A point for each facility; an area is named by a mark without size in its middle. */
function marksOf(units: PlacedUnit[], named: string[], colours: Colours) {
  return units
    .filter(({ isArea, isLabelled }) => !isArea || isLabelled)
    .map(({ id, name, place, colour, isArea }) => ({
      name: id,
      value: place,
      symbolSize: isArea ? 0 : MARK,
      itemStyle: { color: colour, borderColor: colours.ink, borderWidth: 1 },
      label: { show: named.includes(id), position: isArea ? 'inside' : 'right', color: colours.ink, fontSize: NAME.size, formatter: () => name },
    }))
}

/** As many names as have room where the person has moved the map to; areas come first. The others are shown to whoever points there, and in the list. */
function showNames(drawn: ECharts, units: PlacedUnit[], colours: Colours) {
  const boxes = units
    .filter(({ isLabelled }) => isLabelled)
    .sort((one, other) => Number(other.isArea) - Number(one.isArea))
    .map(({ id, name, place, isArea }) => {
      const [x = 0, y = 0] = drawn.convertToPixel('geo', place)
      const { width } = format.getTextRect(name, `${String(NAME.size)}px sans-serif`)
      return { id, left: isArea ? x - width / 2 : x + MARK, top: y - NAME.height / 2, width, height: NAME.height }
    })
  const named = withRoom(boxes)
  const [series] = (drawn.getOption() as { series: { data: { name: string; label: { show: boolean } }[] }[] }).series
  const shown = new Set(series?.data.filter(({ label }) => label.show).map(({ name }) => name))
  // What is as it was is not drawn again: this is asked after each drawing.
  if (named.length !== shown.size || !named.every((id) => shown.has(id))) drawn.setOption({ series: [{ data: marksOf(units, named, colours) }] })
}

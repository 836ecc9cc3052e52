import { lazy, Suspense } from 'react'
import { Waiting } from '../components/waiting'
import { useWords } from '../language/language'
import type { Cube } from './cube'
import type { Kind } from './kinds'
import { isMap, isWhole } from './kinds'
import type { FigureLegend } from './legend'
import { LegendKey } from './legend-key'
import type { MapStyle } from './map'
import { SingleValue } from './single-value'
import type { UnitLayer } from './unit-layers'

// ECharts is most of the weight of a screen that draws; what stands around is there before it.
const Chart = lazy(() => import('./chart').then(({ Chart: component }) => ({ default: component })))
const RoundChart = lazy(() => import('./round-chart').then(({ RoundChart: component }) => ({ default: component })))
const Units = lazy(() => import('./unit-map').then(({ UnitMap: component }) => ({ default: component })))
const MapView = lazy(() => import('./map-view').then(({ MapView: component }) => ({ default: component })))

/** Whether the figures are drawn; otherwise they are a table or a large number. */
export function isDrawn(kind: Kind): boolean {
  return kind !== 'pivot' && kind !== 'single-value'
}

interface Props {
  cube: Cube
  kind: Kind
  title: string
  /** How a saved map colours its areas. */
  style?: MapStyle
  /** How a saved visualization colours its figures. */
  legend?: FigureLegend
}

/** The figures as a chart, a map or large numbers; a pivot table is the table that stands beside. */
export function Drawn({ cube, kind, title, style, legend }: Props) {
  const t = useWords('visualise')
  if (kind === 'single-value') return <SingleValue cube={cube} legend={legend} />
  if (kind === 'pivot') return legend ? <LegendKey classes={legend.classes} /> : null
  const Shape = isWhole(kind) ? RoundChart : Chart
  return (
    // Each way of drawing waits for itself: what is on the screen is not hidden and drawn into.
    <Suspense key={isMap(kind) ? 'map' : isWhole(kind) ? 'whole' : 'axes'} fallback={<Waiting label={t('drawing')} />}>
      {isMap(kind) ? <MapView cube={cube} bubbles={kind === 'bubbles'} title={title} style={style} /> : <Shape cube={cube} kind={kind} title={title} legend={legend} />}
    </Suspense>
  )
}

/** A map of units and facilities, without figures. */
export function DrawnUnits(props: { layers: UnitLayer[]; title: string }) {
  const t = useWords('visualise')
  return (
    <Suspense fallback={<Waiting label={t('drawing')} />}>
      <Units {...props} />
    </Suspense>
  )
}

import { useQuery } from '@tanstack/react-query'
import { MapChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GeoComponent, TooltipComponent } from 'echarts/components'
import type { ECharts } from 'echarts/core'
import { init, registerMap, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useMemo } from 'react'
import { Notice } from '../components/notice'
import { TroubleNotice } from '../components/trouble'
import { Waiting } from '../components/waiting'
import { useLanguage, useWords } from '../language/language'
import { numberLocale } from '../language/languages'
import type { Cube } from './cube'
import { tickName } from './cube'
import { classWords, LegendKeyItem } from './legend-key'
import type { Class, MapStyle, Shapes } from './map'
import { around, classesOf, classOf, legendQuery, shapesQuery } from './map'
import type { Colours } from './use-colours'
import { useColours } from './use-colours'
import { useDrawing } from './use-drawing'
import styles from './drawing.module.css'

register([MapChart, ScatterChart, GeoComponent, TooltipComponent, AriaComponent, SVGRenderer])

interface Props {
  cube: Cube
  bubbles: boolean
  title: string
  /** As it was saved; otherwise the legend of the data, where it has one. */
  style?: MapStyle
}

/** Units as areas coloured by their figure, or with a bubble as large as it. Shapes come from the server, nothing from elsewhere. */
export function MapView(props: Props) {
  const t = useWords('visualise')
  const units = props.cube.rows.map(({ ids }) => ids[0] ?? '')
  const { data: shapes, error, refetch } = useQuery(shapesQuery(units))
  const ofData = useQuery({ ...legendQuery(props.cube.columns[0]?.ids[0]), enabled: props.style === undefined })
  // Without its legend the map has classes of its own.
  const legend = props.style?.legend ?? ofData.data ?? (ofData.isError ? [] : undefined)
  if (error) return <TroubleNotice error={error} again={() => void refetch()} />
  if (!shapes || !legend) return <Waiting label={t('drawing')} />
  if (shapes.points.length === 0) {
    return (
      <Notice kind="plain" title={t('map.empty.title')}>
        {t('map.empty.advice')}
      </Notice>
    )
  }
  return <Drawing {...props} shapes={shapes} legend={legend} />
}

function Drawing({ cube, bubbles, title, style, shapes, legend }: Props & { shapes: Shapes; legend: Class[] }) {
  const t = useWords('visualise')
  const colours = useColours()
  const format = new Intl.NumberFormat(numberLocale(useLanguage()), { maximumFractionDigits: 2 })
  const figures = useMemo(() => new Map(cube.rows.map((row, at) => [row.ids[0] ?? '', { name: tickName(row), figure: cube.figures[at]?.[0] ?? null }])), [cube])
  const there = [...figures.values()].flatMap(({ figure }) => (figure === null ? [] : [figure]))
  const classes = legend.length > 0 ? legend : classesOf(there, style)
  const name = `units-${useMemo(() => cube.rows.map(({ ids }) => ids[0]).join('-'), [cube])}`
  registerMap(name, shapes.areas as never)
  const words = (id: string) => {
    const found = figures.get(id)
    return `${found?.name ?? shapes.points.find((point) => point.id === id)?.name ?? id}: ${typeof found?.figure === 'number' ? format.format(found.figure) : '–'}`
  }
  const box = useDrawing(init, (drawn) => mapOption({ name, shapes, bubbles, colours, classes, figures, words }, drawn), [cube, bubbles, colours, shapes, legend])
  return (
    <figure className={styles.figure}>
      <div ref={box} className={`${styles.chart ?? ''} ${styles.map ?? ''}`} role="img" aria-label={title} dir="ltr" data-drawing />
      <figcaption>
        <ul className={styles.legend}>
          {!bubbles && classes.map((one, at) => <LegendKeyItem key={at} colour={one.colour} words={classWords(one, format)} />)}
          {bubbles && there.length > 0 && <li>{t('map.bubbles', { least: format.format(Math.min(...there)), most: format.format(Math.max(...there)) })}</li>}
        </ul>
      </figcaption>
    </figure>
  )
}

interface MapWear {
  name: string
  shapes: Shapes
  bubbles: boolean
  colours: Colours
  classes: Class[]
  figures: Map<string, { figure: number | null }>
  words: (id: string) => string
}

const LARGEST = 48

/** Where the person has moved a map to, it stays when its figures change. */
function placeOf(name: string, drawn: ECharts) {
  const [geo] = (drawn.getOption() as { geo?: { map: string; center: unknown; zoom: unknown }[] } | undefined)?.geo ?? []
  return geo?.map === name ? { center: geo.center, zoom: geo.zoom } : {}
}

function mapOption({ name, shapes, bubbles, colours, classes, figures, words }: MapWear, drawn: ECharts) {
  const colour = (id: string) => {
    const figure = figures.get(id)?.figure
    return typeof figure === 'number' ? (classOf(figure, classes)?.colour ?? colours.line) : colours.surface
  }
  const most = Math.max(1, ...[...figures.values()].map(({ figure }) => figure ?? 0))
  const isArea = new Set((shapes.areas.features as { properties: { name: string } }[]).map(({ properties }) => properties.name))
  const marks = shapes.points
    .filter(({ id }) => figures.has(id) && (bubbles ? (figures.get(id)?.figure ?? 0) > 0 : !isArea.has(id)))
    .map(({ id, place }) => ({
      name: id,
      value: place,
      // The area of a bubble stands for its figure, not its width.
      symbolSize: bubbles ? Math.max(4, LARGEST * Math.sqrt((figures.get(id)?.figure ?? 0) / most)) : 10,
      itemStyle: { color: bubbles ? (colours.series[0] ?? '') : colour(id), opacity: bubbles ? 0.7 : 1, borderColor: colours.ink, borderWidth: 1 },
    }))
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit', color: colours.ink },
    tooltip: {
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.ink },
      // Plain text in a text node: a name may hold anything.
      renderMode: 'richText',
      formatter: (at: { name: string }) => words(at.name),
    },
    geo: {
      map: name,
      roam: true,
      ...placeOf(name, drawn),
      aspectScale: shapes.aspect,
      ...(shapes.points.length > isArea.size ? { boundingCoords: around(shapes.corners) } : {}),
      itemStyle: { areaColor: colours.surface, borderColor: colours.lineStrong },
      emphasis: { label: { show: false }, itemStyle: { borderColor: colours.ink, borderWidth: 2 } },
      regions: [...isArea].map((id) => ({ name: id, itemStyle: { areaColor: bubbles ? colours.surface : colour(id) }, emphasis: { itemStyle: { areaColor: bubbles ? colours.surface : colour(id) } } })),
      tooltip: { show: true },
    },
    series: [{ type: 'scatter', coordinateSystem: 'geo', data: marks }],
  }
}

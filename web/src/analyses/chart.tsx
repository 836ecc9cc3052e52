import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useLanguage } from '../language/language'
import { directionOf, numberLocale } from '../language/languages'
import { chartOption, colourOf, hasLegend, slicesOf } from './chart-option'
import type { Cube } from './cube'
import { tickName } from './cube'
import type { FigureLegend } from './legend'
import { LegendKey } from './legend-key'
import type { Kind } from './kinds'
import { useDrawing } from './use-drawing'
import { useColours } from './use-colours'
import styles from './drawing.module.css'

register([LineChart, BarChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer])

interface Props {
  cube: Cube
  kind: Kind
  title: string
  legend?: FigureLegend
}

export function Chart({ cube, kind, title, legend }: Props) {
  const language = useLanguage()
  const colours = useColours()
  const box = useDrawing(init, chartOption(cube, { kind, colours, legend, rtl: directionOf(language) === 'rtl', locale: numberLocale(language) }), [cube, kind, language, colours, legend])
  const names = kind === 'pie' ? slicesOf(cube).map(({ name }) => name) : cube.columns.map(tickName)
  return (
    <figure className={styles.figure}>
      {/* What is drawn is placed by coordinates: right-to-left is the order of the axis, not of the text. */}
      <div ref={box} className={styles.chart} role="img" aria-label={title} dir="ltr" data-drawing />
      <figcaption>
        {legend && hasLegend(kind) && <LegendKey classes={legend.classes} />}
        <ul className={styles.legend}>
          {names.map((name, index) => (
            <li key={name}>
              <svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">
                <rect y="3" width="24" height="6" rx="3" fill={colourOf(index, colours)} />
              </svg>
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  )
}

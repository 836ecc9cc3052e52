import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import type { ECharts } from 'echarts/core'
import { init, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useLanguage } from '../../language/language'
import { directionOf, numberLocale } from '../../language/languages'
import type { Answer, Look } from './query'
import { chartOption, colourOf } from './chart-option'
import { useColours } from './use-colours'
import styles from './visualise.module.css'

register([LineChart, BarChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer])

interface Props {
  answer: Answer
  look: Look
  title: string
}

export function Chart({ answer, look, title }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts>(undefined)
  const language = useLanguage()
  const colours = useColours()

  useEffect(() => {
    if (!box.current) return
    const made = init(box.current, null, { renderer: 'svg' })
    chart.current = made
    const watcher = new ResizeObserver(() => made.resize())
    watcher.observe(box.current)
    return () => {
      watcher.disconnect()
      made.dispose()
    }
  }, [])

  useEffect(() => {
    chart.current?.setOption(
      chartOption(answer, { look, colours, rtl: directionOf(language) === 'rtl', locale: numberLocale(language) }),
      { notMerge: true },
    )
  }, [answer, look, language, colours])

  return (
    <figure className={styles.figure}>
      {/* What is drawn is placed by coordinates: right-to-left is the order of the axis, not of the text. */}
      <div ref={box} className={styles.chart} role="img" aria-label={title} dir="ltr" />
      <figcaption>
        <ul className={styles.legend}>
          {answer.series.map(({ id, name }, index) => (
            <li key={id}>
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

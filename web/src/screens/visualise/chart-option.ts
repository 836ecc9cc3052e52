import type { Answer, Look } from './query'
import type { Colours } from './use-colours'

interface Wear {
  look: Look
  colours: Colours
  rtl: boolean
  locale: string
}

const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'pin']
const DASHES = ['solid', 'dashed', 'dotted'] as const

export function colourOf(index: number, { series }: Colours): string {
  return series[index % series.length] ?? 'currentColor'
}

/** Series differ by colour and by mark: symbol and dash of a line, pattern of a column. */
export function chartOption(answer: Answer, { look, colours, rtl, locale }: Wear) {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const small = new Intl.NumberFormat(locale, { notation: 'compact' })
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit', color: colours.ink },
    // The page has the names and figures as text; only the patterns are wanted.
    aria: { enabled: true, label: { enabled: false }, decal: { show: look === 'column' && answer.series.length > 1 } },
    grid: { top: 16, bottom: 8, left: 8, right: 16, containLabel: true },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.ink },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? format.format(value) : '–'),
    },
    xAxis: {
      type: 'category',
      inverse: rtl,
      data: answer.periods.map(({ name }) => name),
      axisLabel: { color: colours.inkSoft, hideOverlap: true },
      axisLine: { lineStyle: { color: colours.lineStrong } },
      axisTick: { alignWithLabel: true },
    },
    yAxis: {
      type: 'value',
      position: rtl ? 'right' : 'left',
      axisLabel: { color: colours.inkSoft, formatter: (value: number) => small.format(value) },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: answer.series.map(({ name, values }, index) => ({
      name,
      type: look === 'line' ? 'line' : 'bar',
      data: values,
      color: colourOf(index, colours),
      symbol: SYMBOLS[index % SYMBOLS.length],
      symbolSize: 8,
      lineStyle: { width: 3, type: DASHES[Math.floor(index / 2) % DASHES.length] },
      barMaxWidth: 40,
    })),
  }
}

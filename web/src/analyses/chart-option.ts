/** What ECharts is told to draw. */
import type { Cube } from './cube'
import { sumOf, tickName } from './cube'
import type { Kind } from './kinds'
import type { FigureLegend } from './legend'
import type { Colours } from './use-colours'

export interface Wear {
  kind: Kind
  colours: Colours
  rtl: boolean
  locale: string
  legend?: FigureLegend
}

const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'pin']
const DASHES = ['solid', 'dashed', 'dotted'] as const

export function colourOf(index: number, { series }: Colours): string {
  return series[index % series.length] ?? 'currentColor'
}

export function chartOption(cube: Cube, wear: Wear) {
  const { kind, colours, locale } = wear
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const shared = {
    animation: false,
    textStyle: { fontFamily: 'inherit', color: colours.ink },
    // The page has the names and figures as text; only the patterns are wanted.
    aria: { enabled: true, label: { enabled: false }, decal: { show: !isLine(kind) && (cube.columns.length > 1 || kind === 'pie') } },
    tooltip: {
      trigger: kind === 'pie' || kind === 'gauge' ? 'item' : 'axis',
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.ink },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? format.format(value) : '–'),
    },
  }
  if (kind === 'pie') return { ...shared, series: [pie(cube, wear)] }
  if (kind === 'gauge') return { ...shared, series: [gauge(cube, wear, format)] }
  return { ...shared, grid: { top: 16, bottom: 8, left: 24, right: 24, containLabel: true }, ...axes(cube, wear), series: cube.columns.map((_, index) => series(cube, index, wear)) }
}

function isLine(kind: Kind): boolean {
  return kind === 'line' || kind === 'year-line' || kind === 'area' || kind === 'stacked-area'
}

/** Whether a figure has a body of its own that a legend can colour. */
export function hasLegend(kind: Kind): boolean {
  return kind === 'gauge' || (!isLine(kind) && kind !== 'pie')
}

function isLying(kind: Kind): boolean {
  return kind === 'bar' || kind === 'stacked-bar'
}

function axes(cube: Cube, { kind, colours, rtl, locale }: Wear) {
  const small = new Intl.NumberFormat(locale, { notation: 'compact' })
  const lying = isLying(kind)
  const categories = {
    type: 'category',
    // Bars are read from the top down; lines and columns in the direction of the text.
    inverse: lying || rtl,
    position: lying && rtl ? 'right' : undefined,
    data: cube.rows.map(tickName),
    axisLabel: { color: colours.inkSoft, hideOverlap: true },
    axisLine: { lineStyle: { color: colours.lineStrong } },
    axisTick: { alignWithLabel: true },
  }
  const figures = {
    type: 'value',
    inverse: lying && rtl,
    position: !lying && rtl ? 'right' : undefined,
    axisLabel: { color: colours.inkSoft, formatter: (value: number) => small.format(value) },
    splitLine: { lineStyle: { color: colours.line } },
  }
  return lying ? { xAxis: figures, yAxis: categories } : { xAxis: categories, yAxis: figures }
}

/** Series differ by colour and by mark: symbol and dash of a line, pattern of a column. */
function series(cube: Cube, index: number, { kind, colours, legend }: Wear) {
  const tick = cube.columns[index]
  const dot = (value: number | null | undefined, at: number) => {
    const found = hasLegend(kind) ? legend?.classAt(value, [...(cube.rows[at]?.ids ?? []), ...(tick?.ids ?? [])]) : undefined
    return found ? { value, itemStyle: { color: found.colour } } : (value ?? null)
  }
  return {
    name: tick ? tickName(tick) : '',
    type: isLine(kind) ? 'line' : 'bar',
    stack: kind.startsWith('stacked-') ? 'one' : undefined,
    areaStyle: kind.endsWith('area') ? { opacity: kind === 'area' ? 0.3 : 0.7 } : undefined,
    data: cube.figures.map((row, at) => dot(row[index], at)),
    color: colourOf(index, colours),
    symbol: SYMBOLS[index % SYMBOLS.length],
    symbolSize: 8,
    lineStyle: { width: 3, type: DASHES[Math.floor(index / 2) % DASHES.length] },
    barMaxWidth: 40,
  }
}

/** A slice a column; rows are added up. A part of a whole cannot be less than nothing. */
export function slicesOf(cube: Cube): { name: string; value: number }[] {
  return cube.columns
    .map((tick, index) => ({ name: tickName(tick), value: sumOf(cube.figures.map((row) => row[index])) ?? 0 }))
    .filter(({ value }) => value > 0)
}

function pie(cube: Cube, { colours }: Wear) {
  const slices = slicesOf(cube)
  return {
    type: 'pie',
    radius: '70%',
    data: slices.map((slice, index) => ({ ...slice, itemStyle: { color: colourOf(index, colours) } })),
    label: { color: colours.ink, formatter: '{b}: {d} %' },
    itemStyle: { borderColor: colours.surface, borderWidth: 2 },
  }
}

function gauge(cube: Cube, { colours, legend }: Wear, format: Intl.NumberFormat) {
  const value = cube.figures[0]?.[0] ?? 0
  return {
    type: 'gauge',
    max: topOf(value),
    axisLine: { lineStyle: { width: 24, color: [[1, colours.line]] } },
    progress: { show: true, width: 24, itemStyle: { color: legend?.classAt(value, cube.columns[0]?.ids ?? [])?.colour ?? colourOf(0, colours) } },
    pointer: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { color: colours.inkSoft, distance: 32, formatter: (mark: number) => format.format(mark) },
    splitNumber: 2,
    detail: { formatter: (shown: number) => format.format(shown), color: colours.ink, offsetCenter: [0, 0], fontSize: 28 },
    data: [{ value }],
  }
}

/** The end of a gauge: 100 for what looks like a percentage, else the next round number. */
export function topOf(value: number): number {
  if (value <= 100) return 100
  const step = 10 ** Math.floor(Math.log10(value))
  return Math.ceil(value / step) * step
}

import { describe, expect, it } from 'vitest'
import { chartOption } from './chart-option'
import type { FigureLegend } from './legend'
import { classOf } from './map'

const cube = {
  columns: [{ ids: ['a'], names: ['Cases'] }],
  rows: [
    { ids: ['202601'], names: ['January'] },
    { ids: ['202602'], names: ['February'] },
  ],
  figures: [[5], [null]],
  filters: [],
  empty: false,
}
const colours = { ink: '#000000', inkSoft: '#333333', line: '#cccccc', lineStrong: '#999999', surface: '#ffffff', series: ['#111111'] }
const classes = [{ from: 0, to: 10, colour: '#ffffb2', name: 'Few' }]
const legend: FigureLegend = { classes, classAt: (figure) => (typeof figure === 'number' ? classOf(figure, classes) : undefined) }
const seriesOf = (kind: 'bar' | 'line' | 'gauge') => chartOption(cube, { kind, colours, rtl: false, locale: 'en', legend }).series[0]

describe('a legend', () => {
  it('colours bars one by one, and a gauge, and leaves lines alone', () => {
    expect(seriesOf('bar')).toMatchObject({ data: [{ value: 5, itemStyle: { color: '#ffffb2' } }, null] })
    expect(seriesOf('line')).toMatchObject({ data: [5, null] })
    expect(seriesOf('gauge')).toMatchObject({ progress: { itemStyle: { color: '#ffffb2' } } })
  })
})

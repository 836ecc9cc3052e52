import { describe, expect, it } from 'vitest'
import { joined, sameDayIn, yearsOf } from './years'
import { bodyOf } from './saved'
import { placeOf, questionOf, seenAs } from './question'
import { parametersOf } from './query'

const answer = (periods: string[], figures: string[]) => ({
  headers: [{ name: 'pe' }, { name: 'value' }],
  rows: periods.map((period, n) => [period, figures[n] ?? '']),
  metaData: { items: { a: { name: 'Cases' } }, dimensions: { dx: ['a'], pe: periods } },
})

describe('years beside each other', () => {
  it('are the newest first, each once', () => {
    expect(yearsOf(['LAST_YEAR', 'THIS_YEAR', 'LAST_5_YEARS', '2019'], 2026)).toEqual([2026, 2025, 2024, 2023, 2022, 2021, 2019])
    expect(yearsOf(['WORDS'], 2026)).toEqual([])
  })

  it('count from the same day, where the year has it', () => {
    expect(sameDayIn(2023, '2024-02-29')).toBe('2023-02-28')
    expect(sameDayIn(2020, '2024-02-29')).toBe('2020-02-29')
    expect(sameDayIn(2023, '2026-11-28')).toBe('2023-11-28')
  })

  it('have a series each, period by period, also where one has a week more', () => {
    const { rows, metaData } = joined([2026, 2025], [answer(['2026W1'], ['1']), answer(['2025W1', '2025W2'], ['3', '4'])])
    expect(rows).toEqual([
      ['2026', '2025W1', '1'],
      ['2025', '2025W1', '3'],
      ['2025', '2025W2', '4'],
    ])
    expect(metaData.dimensions).toEqual({ dx: ['a'], pe: ['2025W1', '2025W2'], yr: ['2026', '2025'] })
  })

  it('put a week beside the same week of other years, however many come before it', () => {
    const { rows, metaData } = joined([2026, 2021], [answer(['2025W52', '2026W1', '2026W2'], ['1', '2', '3']), answer(['2020W52', '2020W53', '2021W1'], ['5', '6', '7'])])
    expect(metaData.dimensions.pe).toEqual(['2025W52', '2020W53', '2026W1', '2026W2'])
    expect(rows).toEqual([
      ['2026', '2025W52', '1'],
      ['2026', '2026W1', '2'],
      ['2026', '2026W2', '3'],
      ['2021', '2025W52', '5'],
      ['2021', '2020W53', '6'],
      ['2021', '2026W1', '7'],
    ])
  })

  it('are lined up from their first on where the periods are of more than a year', () => {
    const { rows, metaData } = joined([2026, 2025], [answer(['202411', '202511'], ['1', '2']), answer(['202311', '202411'], ['3', '4'])])
    expect(metaData.dimensions.pe).toEqual(['202411', '202511'])
    expect(rows.map((row) => row.slice(1))).toEqual([['202411', '1'], ['202511', '2'], ['202411', '3'], ['202511', '4']])
  })

  it('are asked for without a dimension of ours, saved as DHIS2 saves them, and left again', () => {
    const line = questionOf({ dx: 'a' }, 'x')
    const years = seenAs(line, 'year-line')
    expect(parametersOf(years)).toMatchObject({ dimension: ['pe:MONTHS_THIS_YEAR'], filter: ['dx:a', 'ou:x'] })
    expect(questionOf(placeOf(years), undefined)).toEqual(years)
    expect(bodyOf(years, 'Years')).toMatchObject({ type: 'YEAR_OVER_YEAR_LINE', yearlySeries: ['THIS_YEAR', 'LAST_YEAR'], columns: [], rows: [{ dimension: 'pe' }] })
    expect(seenAs(years, 'column')).toMatchObject({ kind: 'column', layout: line.layout, items: { dx: ['a'], ou: ['x'] } })
    expect(seenAs(years, 'column').items).not.toHaveProperty('yr')
    expect(seenAs(years, 'map').layout).toEqual({ columns: ['dx'], rows: ['ou'], filters: ['pe'] })
    expect(bodyOf(line, 'Line')).not.toHaveProperty('yearlySeries')
  })
})

import { describe, expect, it } from 'vitest'
import { cubeOf, sumOf } from './cube'
import { shapesOf } from './map'
import { parametersOf } from './query'
import { bodyOf, merged, questionFrom } from './saved'
import { spanName, spanOf } from './span'
import { unitLayersOf } from './unit-layers'
import { moved, placeOf, questionOf, seenAs, withDimension } from './question'

const plain = (_: string, name: string) => name

describe('a question', () => {
  it('is read from the address, with what a newcomer most likely wants', () => {
    expect(questionOf({}, 'home')).toEqual({
      kind: 'line',
      items: { dx: [], pe: ['LAST_12_MONTHS', 'THIS_MONTH'], ou: ['home'] },
      layout: { columns: ['dx'], rows: ['pe'], filters: ['ou'] },
    })
  })

  it('comes back from the address as it was', () => {
    const place = { dx: 'a;b', pe: 'THIS_YEAR', ou: 'x;LEVEL-2', dim: 'sex:m;f|age', lay: 'sex|ou;pe|dx;age', as: 'pivot' }
    expect(placeOf(questionOf(place, undefined))).toEqual(place)
  })

  it('says nothing of a layout that its kind has anyway', () => {
    expect(placeOf(questionOf({ dx: 'a', ou: 'x', pe: '2025', as: 'pie' }, undefined)).lay).toBeUndefined()
  })

  it('adds up over periods where there is one whole, and goes back', () => {
    const line = questionOf({ dx: 'a' }, 'x')
    const pie = seenAs(line, 'pie')
    expect(pie.layout).toEqual({ columns: ['dx'], rows: [], filters: ['pe', 'ou'] })
    expect(seenAs(pie, 'line').layout).toEqual(line.layout)
    expect(seenAs(moved(line, 'ou', 'rows'), 'bar').layout).toEqual({ columns: ['dx'], rows: ['pe', 'ou'], filters: [] })
  })

  it('takes a dimension more and lets it go again', () => {
    const line = questionOf({ dx: 'a' }, 'x')
    const apart = withDimension(line, 'sex', [])
    expect(apart.layout.columns).toEqual(['dx', 'sex'])
    expect(parametersOf(apart).dimension).toEqual(['dx:a', 'sex', 'pe:LAST_12_MONTHS;THIS_MONTH'])
    expect(withDimension(apart, 'sex', undefined)).toEqual(line)
  })

  it('asks a map for what lies below one unit', () => {
    const map = questionOf({ dx: 'a', ou: 'x', as: 'map' }, undefined)
    expect(parametersOf(map, 3).dimension).toEqual(['dx:a', 'ou:x;LEVEL-3'])
    expect(parametersOf({ ...map, items: { ...map.items, ou: ['x', 'LEVEL-4'] } }, 3).dimension).toEqual(['dx:a', 'ou:x;LEVEL-4'])
  })
})

describe('an answer', () => {
  const answer = {
    headers: [{ name: 'dx' }, { name: 'pe' }, { name: 'sex' }, { name: 'value' }],
    rows: [
      ['a', '202602', 'm', '7.5'],
      ['a', '202601', 'f', '3'],
      ['b', '202602', 'f', '0'],
    ],
    metaData: { items: { a: { name: 'Malaria' } }, dimensions: { dx: ['a', 'b'], pe: ['202601', '202602', '202603'], sex: ['m', 'f'], ou: ['x'] } },
  }

  it('has a gap where there is no value, and no column that nothing stands in', () => {
    const cube = cubeOf(answer, { layout: { columns: ['dx', 'sex'], rows: ['pe'], filters: ['ou'] } }, plain)
    expect(cube.columns.map(({ names }) => names)).toEqual([['Malaria', 'm'], ['Malaria', 'f'], ['b', 'f']])
    expect(cube.rows.map(({ ids }) => ids)).toEqual([['202601'], ['202602'], ['202603']])
    expect(cube.figures).toEqual([
      [null, 3, null],
      [7.5, null, 0],
      [null, null, null],
    ])
    expect(cube.filters).toEqual(['x'])
  })

  it('is one row where nothing stands on the rows', () => {
    const one = { ...answer, headers: [{ name: 'dx' }, { name: 'value' }], rows: [['a', '5']] }
    expect(cubeOf(one, { layout: { columns: ['dx'], rows: [], filters: [] } }, plain).figures).toEqual([[5, null]])
  })

  it('adds up what is there', () => {
    expect(sumOf([1, null, 2.5])).toBe(3.5)
    expect(sumOf([null])).toBeNull()
  })
})

describe('a saved view', () => {
  it('asks for a reporting rate by its whole name, and for units as they were saved', () => {
    const question = questionFrom(
      {
        columns: [{ dimension: 'dx', items: [{ id: 'set', dimensionItem: 'set.REPORTING_RATE' }] }],
        rows: [{ dimension: 'ou', items: [{ id: 'LEVEL-2', dimensionItem: 'other' }] }],
        filters: [{ dimension: 'pe', items: [{ id: '2025' }] }],
      },
      'pivot',
    )
    expect(question?.items).toEqual({ dx: ['set.REPORTING_RATE'], pe: ['2025'], ou: ['LEVEL-2'] })
  })

  it('is written with the axes that it was read with', () => {
    const axes = { columns: [{ dimension: 'dx', items: [{ id: 'a' }] }], rows: [{ dimension: 'pe', items: [{ id: '2025' }] }], filters: [{ dimension: 'ou', items: [{ id: 'x' }] }] }
    const question = questionFrom(axes, 'line')
    expect(question && bodyOf(question, 'Name')).toMatchObject({ name: 'Name', type: 'LINE', ...axes })
    const map = questionFrom(axes, 'bubbles')
    expect(map && bodyOf(map, 'Name')).toMatchObject({ mapViews: [{ layer: 'thematic', thematicMapType: 'BUBBLE', ...axes }] })
  })

  it('of days asks by them, in the place of periods, and is saved with them', () => {
    const axes = { startDate: '2024-01-01T00:00:00.000', endDate: '2024-06-30T00:00:00.000', columns: [{ dimension: 'dx', items: [{ id: 'a' }] }], rows: [{ dimension: 'ou', items: [{ id: 'x' }] }], filters: [] }
    const question = questionFrom(axes, 'column')
    if (!question) throw new Error('it is not opened')
    expect(question.layout).toEqual({ columns: ['dx'], rows: ['ou'], filters: ['pe'] })
    expect(parametersOf(question)).toEqual({ dimension: ['dx:a', 'ou:x'], filter: [], aggregationType: undefined, startDate: '2024-01-01', endDate: '2024-06-30' })
    expect(bodyOf(question, 'Name')).toMatchObject({ startDate: '2024-01-01', endDate: '2024-06-30', filters: [] })
    expect(questionOf(placeOf(seenAs(question, 'line')), undefined)).toEqual({ ...question, kind: 'line' })
    const span = spanOf(question.items.pe)
    expect(span && spanName(span, 'en')).toMatch(/^1 January\s–\s30 June 2024$/)
    // Chosen periods take their place, also where it is saved.
    expect(bodyOf({ ...question, items: { ...question.items, pe: ['2025'] } }, 'Name')).toMatchObject({ startDate: undefined, filters: [{ dimension: 'pe', items: [{ id: '2025' }] }] })
  })

  it('of a map keeps its place and its other layers when it is saved again', () => {
    const axes = { columns: [{ dimension: 'dx', items: [{ id: 'a' }] }], rows: [{ dimension: 'ou', items: [{ id: 'x' }] }], filters: [{ dimension: 'pe', items: [{ id: '2025' }] }] }
    const question = questionFrom(axes, 'bubbles')
    if (!question) throw new Error('it is not opened')
    const roads = { layer: 'external', config: '{}' }
    const owned = { longitude: 36, zoom: 7, mapViews: [roads, { layer: 'thematic', legendSet: { id: 'l' }, classes: 3, opacity: 0.5, hidden: true }] }
    expect(merged(owned, bodyOf(question, 'Name'))).toMatchObject({ name: 'Name', longitude: 36, zoom: 7, mapViews: [roads, { layer: 'thematic', thematicMapType: 'BUBBLE', legendSet: { id: 'l' }, classes: 3, opacity: 0.5, ...axes }] })
    expect(merged({ mapViews: [roads] }, bodyOf(question, 'Name')).mapViews).toMatchObject([roads, { layer: 'thematic', classes: 5 }])
    expect(merged({ title: 'kept' }, bodyOf({ ...question, kind: 'line' }, 'Name'))).toMatchObject({ title: 'kept', type: 'LINE' })
  })

  it('of a map without figures has the units of its layers', () => {
    const rows = [{ dimension: 'ou', items: [{ id: 'x' }, { id: 'LEVEL-4' }] }]
    expect(unitLayersOf([{ layer: 'event', rows }, { layer: 'facility', rows, labels: true, organisationUnitGroupSet: { id: 's' } }, { layer: 'boundary', rows: [] }])).toMatchObject([
      { units: ['x', 'LEVEL-4'], groupSet: 's', isLabelled: true },
    ])
  })

  it('of a map reaches as far as its points, also where one unit has land', () => {
    const square = JSON.stringify([[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]])
    const { corners, points } = shapesOf([{ id: 'a', na: 'A', ty: 2, co: square }, { id: 'b', na: 'B', ty: 1, co: '[9,5]' }])
    expect(corners).toEqual([[9, 5], [0, 0], [2, 2]])
    expect(points.find(({ id }) => id === 'a')?.place).toEqual([1, 1])
  })
})

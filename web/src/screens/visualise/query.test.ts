import { describe, expect, it } from 'vitest'
import { questionOf, readAnswer } from './query'

describe('a question', () => {
  it('is read from the address, with what a newcomer most likely wants', () => {
    expect(questionOf({}, 'home')).toEqual({ data: [], period: 'LAST_12_MONTHS;THIS_MONTH', unit: 'home', look: 'line' })
    expect(questionOf({ dx: 'a;b', pe: 'THIS_YEAR', ou: 'x', as: 'column' }, 'home')).toEqual({
      data: ['a', 'b'],
      period: 'THIS_YEAR',
      unit: 'x',
      look: 'column',
    })
  })
})

describe('an answer', () => {
  it('is put in the order of the periods, with a gap where there is no value', () => {
    const answer = readAnswer({
      headers: [{ name: 'dx' }, { name: 'pe' }, { name: 'value' }],
      rows: [
        ['a', '202602', '7.5'],
        ['a', '202601', '3'],
        ['b', '202602', '0'],
      ],
      metaData: { items: { a: { name: 'Malaria' }, 202601: { name: 'January' } }, dimensions: { dx: ['a', 'b'], pe: ['202601', '202602'] } },
    })
    expect(answer.periods).toEqual([
      { id: '202601', name: 'January' },
      { id: '202602', name: '202602' },
    ])
    expect(answer.series).toEqual([
      { id: 'a', name: 'Malaria', values: [3, 7.5] },
      { id: 'b', name: 'b', values: [null, 0] },
    ])
    expect(answer.empty).toBe(false)
  })
})

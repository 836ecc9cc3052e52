import { describe, expect, it } from 'vitest'
import { allowedFilters, filtered, readFilters, writeFilters } from './filters'

const question = { kind: 'line' as const, items: { dx: ['a'], pe: ['2025'], ou: ['x'] }, layout: { columns: ['dx'], rows: ['pe'], filters: ['ou'] } }

describe('the filters of a dashboard', () => {
  it('are all allowed unless the dashboard restricts them', () => {
    expect(allowedFilters({ restrictFilters: false, allowedFilters: [] })).toEqual(['pe', 'ou'])
    expect(allowedFilters({ restrictFilters: true, allowedFilters: ['ou', 'f3ZnR955dY7'] })).toEqual(['ou'])
    expect(allowedFilters({ restrictFilters: true, allowedFilters: [] })).toEqual([])
  })
  it('come back from the address, but for those that are not allowed', () => {
    const text = 'pe:LAST_MONTH;202501|ou:y'
    expect(writeFilters(readFilters(text, ['pe', 'ou']))).toBe(text)
    expect(readFilters(text, ['ou'])).toEqual({ ou: ['y'] })
    expect(readFilters('pe:|rubbish|ou', ['pe', 'ou'])).toEqual({})
    expect(writeFilters({})).toBeUndefined()
  })
  it('stand in the place of what was saved', () => {
    expect(filtered(question, { pe: ['202501', '202502'] })).toEqual({ ...question, items: { ...question.items, pe: ['202501', '202502'] } })
    expect(filtered(question, {})).toEqual(question)
  })
  it('bind the figures where their dimension was not there', () => {
    const without = { ...question, items: { dx: ['a'], pe: ['2025'] }, layout: { columns: ['dx'], rows: ['pe'], filters: [] } }
    expect(filtered(without, { ou: ['y'] }).layout.filters).toEqual(['ou'])
  })
})

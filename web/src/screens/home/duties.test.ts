import { describe, expect, it } from 'vitest'
import type { ReportingSet } from './duties'
import { candidates, daysBetween, dutiesOf } from './duties'

const monthly: ReportingSet = { id: 'Monthly', displayName: 'Monthly', periodType: 'Monthly', organisationUnits: ['A', 'B'], timelyDays: 15, expiryDays: 0 }
const shown = (sets: ReportingSet[], today: string, done: [string, string, string][] = []) =>
  dutiesOf(sets, done.map(([dataSet, period, organisationUnit]) => ({ dataSet, period, organisationUnit })), today).map(
    ({ dataSet, period, due, late, missing }) => `${dataSet.id} ${period.id} ${due}${late ? ' late' : ''}: ${missing.join(' ')}`,
  )

describe('the reports that are owed', () => {
  it('are those of the months that are over; late after the days in which they are timely', () => {
    expect(shown([monthly], '2026-02-10')).toEqual(['Monthly 202512 2026-01-15 late: A B', 'Monthly 202511 2025-12-15 late: A B', 'Monthly 202601 2026-02-15: A B'])
    expect(shown([monthly], '2026-02-15').at(-1)).toBe('Monthly 202601 2026-02-15: A B')
    expect(shown([monthly], '2026-02-16')[0]).toBe('Monthly 202601 2026-02-15 late: A B')
  })
  it('are not those of a month on its last day, but from the day after', () => {
    expect(shown([monthly], '2026-01-31').join()).not.toContain('202601')
    expect(shown([monthly], '2026-02-01').join()).toContain('202601')
  })
  it('are not those that were handed in', () => {
    const done: [string, string, string][] = [['Monthly', '202511', 'A'], ['Monthly', '202511', 'B'], ['Monthly', '202601', 'A']]
    expect(shown([monthly], '2026-02-10', done)).toEqual(['Monthly 202512 2026-01-15 late: A B', 'Monthly 202601 2026-02-15: B'])
  })
  it('were handed in only where they were not opened again', () => {
    expect(dutiesOf([monthly], [{ dataSet: 'Monthly', period: '202601', organisationUnit: 'A', completed: false }], '2026-02-10').at(-1)?.missing).toEqual(['A', 'B'])
  })
  it('are not those that nobody may enter any more', () => {
    expect(shown([{ ...monthly, expiryDays: 10 }], '2026-02-10')).toEqual(['Monthly 202601 2026-02-10: A B'])
    expect(shown([{ ...monthly, expiryDays: 10 }], '2026-02-11')).toEqual([])
    const only = { ...monthly, dataInputPeriods: [{ period: { id: '202512' }, openingDate: '2026-01-01T00:00:00.000', closingDate: '2026-02-28T00:00:00.000' }] }
    expect(shown([only], '2026-02-10')).toEqual(['Monthly 202512 2026-01-15 late: A B'])
    expect(shown([only], '2026-03-01')).toEqual([])
  })
  it('reach back a week of days, a month of weeks and one year', () => {
    const ids = (periodType: string) => candidates([{ ...monthly, periodType }], '2026-02-10').map(({ period }) => period.id)
    expect(ids('Daily')).toHaveLength(7)
    expect(ids('Weekly')).toEqual(['2026W3', '2026W4', '2026W5', '2026W6'])
    expect(ids('Yearly')).toEqual(['2025'])
    expect(ids('FinancialApril')).toEqual(['2024April'])
    expect(ids('Lunar')).toEqual([])
  })
  it('are none of a set that no unit reports', () => {
    expect(candidates([{ ...monthly, organisationUnits: [] }], '2026-02-10')).toEqual([])
  })
})

it('counts days over the end of a month', () => {
  expect(daysBetween('2026-01-31', '2026-02-02')).toBe(2)
})

import { describe, expect, it } from 'vitest'
import { lastOpenStart, periodOf, periodsOfYear } from './period'
import { momentName, periodName } from './period-name'

const spans = (type: string, year: number) => periodsOfYear(type, year).map(({ id, start, end }) => `${id} ${start} ${end}`)

describe('a moment of the server', () => {
  it('is told in UTC, and named with its day before its month', () => {
    const day = { dateStyle: 'long', timeZone: 'UTC' } as const
    expect(momentName('2026-01-07T23:30:00.000', 'en', day)).toBe('7 January 2026')
    expect(momentName('2026-01-07T23:30:00.000+0200', 'en', day)).toBe('7 January 2026')
    expect(momentName('2026-01-07T23:30:00.000-0200', 'fr', day)).toBe('8 janvier 2026')
  })
})

describe('the periods of a year', () => {
  it('are twelve months', () => {
    expect(spans('Monthly', 2024)).toHaveLength(12)
    expect(spans('Monthly', 2024)[1]).toBe('202402 2024-02-01 2024-02-29')
  })
  it('begin in November of the year before where the type does', () => {
    expect(spans('QuarterlyNov', 2024)).toEqual([
      '2024NovQ1 2023-11-01 2024-01-31',
      '2024NovQ2 2024-02-01 2024-04-30',
      '2024NovQ3 2024-05-01 2024-07-31',
      '2024NovQ4 2024-08-01 2024-10-31',
    ])
    expect(spans('FinancialNov', 2024)).toEqual(['2024Nov 2023-11-01 2024-10-31'])
    expect(spans('SixMonthlyApril', 2024)[1]).toBe('2024AprilS2 2024-10-01 2025-03-31')
  })
  it('are 52 or 53 weeks, the first of which holds 4 January', () => {
    expect(spans('Weekly', 2025)[0]).toBe('2025W1 2024-12-30 2025-01-05')
    expect(spans('Weekly', 2025)).toHaveLength(52)
    expect(spans('Weekly', 2026)).toHaveLength(53)
    expect(spans('WeeklySunday', 2025)[0]).toBe('2025SunW1 2024-12-29 2025-01-04')
  })
  it('are none for a type that nobody knows', () => {
    expect(periodsOfYear('Lunar', 2025)).toEqual([])
  })
})

describe('a period id', () => {
  it('says its days, whatever its type', () => {
    expect(periodOf('2026Q2')).toEqual({ id: '2026Q2', start: '2026-04-01', end: '2026-06-30' })
    expect(periodOf('20260102')?.end).toBe('2026-01-02')
    expect(periodOf('2026SunW1')?.start).toBe('2026-01-04')
  })
  it('counts weeks from any day, and pairs of weeks, as DHIS2 does', () => {
    expect(periodOf('2025SunW23')?.start).toBe('2025-06-01')
    expect(periodOf('2025ThuW20')?.start).toBe('2025-05-15')
    expect(periodOf('2025BiW9')).toMatchObject({ start: '2025-04-21', end: '2025-05-04' })
  })
  it('of a relative period or of nothing says none', () => {
    expect(periodOf('LAST_12_MONTHS')).toBeUndefined()
    expect(periodOf('2026Q7')).toBeUndefined()
  })
})

describe('the last open period', () => {
  it('is the one before the current when none of the future is open', () => {
    expect(lastOpenStart('Monthly', 0, '2026-01-15')).toBe('2025-12-01')
    expect(lastOpenStart('Monthly', 1, '2026-01-15')).toBe('2026-01-01')
    expect(lastOpenStart('Yearly', 2, '2026-01-15')).toBe('2027-01-01')
  })
})

describe('the name of a period', () => {
  it('is in the words of the language', () => {
    const [january] = periodsOfYear('Monthly', 2026)
    const [quarter] = periodsOfYear('Quarterly', 2026)
    expect(january && periodName(january, 'en')).toBe('January 2026')
    expect(january && periodName(january, 'fr')).toBe('janvier 2026')
    expect(quarter && periodName(quarter, 'en')).toMatch(/^January\s–\sMarch 2026$/)
  })
})

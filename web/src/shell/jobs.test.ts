import { describe, expect, it } from 'vitest'
import { jobsOf } from './jobs'

const said = (message: string, completed = false, level = 'INFO', time = '2026-01-01T10:00:00.000') => ({ message, completed, level, time })

describe('the jobs of the tray', () => {
  it('are what they said last, those that run first and then the newest', () => {
    const jobs = jobsOf({
      DATAVALUE_IMPORT: { a: [said('Done', true, 'INFO', '2026-01-02'), said('Started')], b: [said('2500 of 10000 values')] },
      METADATA_IMPORT: { c: [said('Broken', true, 'ERROR', '2026-01-03')], d: [] },
    })
    expect(jobs.map(({ id, state, share }) => [id, state, share])).toEqual([
      ['b', 'running', 0.25],
      ['c', 'failed', undefined],
      ['a', 'done', undefined],
    ])
  })
})

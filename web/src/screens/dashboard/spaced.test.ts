import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { spaced } from './spaced'

const settle = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('what is spaced', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is done at once, and what comes soon after is put together and done when its time has come', async () => {
    const done: string[] = []
    const rounds = spaced<string>(2_000, (one, other) => one + other, (all) => void done.push(all))
    for (const one of ['a', 'b', 'c']) rounds.tell(one)
    expect(done).toEqual(['a'])
    await settle(1_999)
    expect(done).toEqual(['a'])
    await settle(1)
    expect(done).toEqual(['a', 'bc'])
    await settle(10_000)
    expect(done).toEqual(['a', 'bc'])
  })

  it('is never done while it is still being done', async () => {
    const done: string[] = []
    const rounds = spaced<string>(2_000, (one, other) => one + other, async (all) => {
      done.push(all)
      await new Promise((resolve) => setTimeout(resolve, 5_000))
    })
    rounds.tell('a')
    rounds.tell('b')
    await settle(4_999)
    expect(done).toEqual(['a'])
    await settle(1)
    expect(done).toEqual(['a', 'b'])
  })

  it('waits while it is paused, and forgets nothing', async () => {
    const done: string[] = []
    const rounds = spaced<string>(2_000, (one, other) => one + other, (all) => void done.push(all))
    rounds.pause()
    rounds.tell('a')
    rounds.tell('b')
    await settle(10_000)
    expect(done).toEqual([])
    rounds.goOn()
    expect(done).toEqual(['ab'])
  })
})

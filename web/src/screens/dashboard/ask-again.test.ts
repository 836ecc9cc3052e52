import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { readTold } from '../../api/changes'
import { elementsOf } from '../../analyses/saved'
import { askAgain, bothTold, isTouched } from './ask-again'

describe('what is told of changes', () => {
  it('is data elements, or everything where it is not understood', () => {
    expect(readTold('{"dataElements":["a","b"]}')).toEqual(new Set(['a', 'b']))
    expect(readTold('{"everything":true}')).toBe('everything')
    expect(readTold('{"dataElements":"a"}')).toBe('everything')
    expect(readTold('<html>')).toBe('everything')
    expect(readTold('null')).toBe('everything')
  })
  it('is put together', () => {
    expect(bothTold(new Set(['a']), new Set(['b']))).toEqual(new Set(['a', 'b']))
    expect(bothTold('everything', new Set(['b']))).toBe('everything')
    expect(bothTold(new Set(['a']), 'everything')).toBe('everything')
  })
})

describe('whether figures are touched', () => {
  const dx = (...items: [string, string?][]) => ({ columns: [{ dimension: 'dx', items: items.map(([dimensionItem, dimensionItemType]) => ({ id: dimensionItem, dimensionItem, dimensionItemType })) }] })
  it('is known of data elements and of their parts', () => {
    expect(elementsOf(dx(['a', 'DATA_ELEMENT'], ['b.c', 'DATA_ELEMENT_OPERAND']))).toEqual(['a', 'b'])
    expect(isTouched(['a', 'b'], new Set(['b', 'x']))).toBe(true)
    expect(isTouched(['a', 'b'], new Set(['c', 'x']))).toBe(false)
    expect(isTouched(['a'], new Set())).toBe(false)
    expect(isTouched(['a'], 'everything')).toBe(true)
  })
  it('is taken for certain of anything else', () => {
    for (const type of ['INDICATOR', 'REPORTING_RATE', 'PROGRAM_DATA_ELEMENT', 'EXPRESSION_DIMENSION_ITEM', undefined]) {
      expect(elementsOf(dx(['a', 'DATA_ELEMENT'], ['b', type]))).toBeUndefined()
    }
    expect(isTouched(undefined, new Set(['x']))).toBe(true)
  })
})

/** A client with figures of two elements on the screen, and of one that is not; `answers` are what a server has. */
async function shown(answers: Record<string, () => unknown>) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } })
  const asked: string[] = []
  const options = (name: string, elements: string[] | undefined) => ({
    queryKey: ['analytics', name],
    meta: { elements },
    staleTime: Infinity,
    queryFn: () => {
      asked.push(name)
      return answers[name]?.()
    },
  })
  const open = (name: string, elements?: string[]) => new QueryObserver(client, options(name, elements)).subscribe(() => undefined)
  open('a', ['a'])
  open('b', ['b'])
  const leave = open('left', ['a'])
  await new Promise((resolve) => setTimeout(resolve))
  leave()
  asked.length = 0
  return { client, asked, open, state: (name: string) => client.getQueryState(['analytics', name]) }
}

describe('a round', () => {
  const a = () => ({ figure: 1 })

  it('asks for what is shown and touched, and marks what is not shown', async () => {
    const { client, asked, state } = await shown({ a, b: a, left: a })
    expect(await askAgain(client, new Set(['a']))).toEqual({ isNew: false, isFailed: false })
    expect(asked).toEqual(['a'])
    expect(state('left')?.isInvalidated).toBe(true)
    expect(state('b')?.isInvalidated).toBe(false)
    expect(state('a')?.isInvalidated).toBe(false)
  })

  it('keeps the very same figures where they are equal, and says when they are others', async () => {
    let figure = 1
    const { client, state } = await shown({ a: () => ({ figure }), b: a, left: a })
    const before = state('a')?.data
    await askAgain(client, 'everything')
    expect(state('a')?.data).toBe(before)
    figure = 2
    expect(await askAgain(client, new Set(['a']))).toEqual({ isNew: true, isFailed: false })
    expect(state('a')?.data).toEqual({ figure: 2 })
  })

  it('keeps figures that cannot be had anew, and asks for them in the next round whatever it is told', async () => {
    let isBroken = false
    const { client, asked, state } = await shown({
      a: () => {
        if (isBroken) throw new Error('out of order')
        return { figure: 1 }
      },
      b: a,
      left: a,
    })
    isBroken = true
    expect(await askAgain(client, new Set(['a']))).toEqual({ isNew: false, isFailed: true })
    expect(state('a')).toMatchObject({ status: 'error', data: { figure: 1 } })
    isBroken = false
    asked.length = 0
    expect(await askAgain(client, new Set())).toEqual({ isNew: false, isFailed: false })
    expect(asked).toEqual(['a'])
    expect(state('a')).toMatchObject({ status: 'success', isInvalidated: false })
  })

  it('asks once more for what was on its way, which may be from before the change; what never came is left to the person', async () => {
    const waiting: ((answer: unknown) => void)[] = []
    const { client, asked, open, state } = await shown({ a, b: a, left: a, late: () => new Promise((resolve) => waiting.push(resolve)), broken: () => Promise.reject(new Error('out of order')) })
    open('late', ['late'])
    open('broken', ['broken'])
    const round = askAgain(client, new Set(['late', 'broken']))
    await new Promise((resolve) => setTimeout(resolve))
    waiting[0]?.({ figure: 1 })
    await new Promise((resolve) => setTimeout(resolve))
    waiting[1]?.({ figure: 2 })
    expect(await round).toEqual({ isNew: true, isFailed: false })
    expect(asked).toEqual(['late', 'broken', 'late'])
    expect(state('late')?.data).toEqual({ figure: 2 })
  })
})

import { expect, test } from 'vitest'
import { withRoom } from './room'

const box = (id: string, left: number, top: number) => ({ id, left, top, width: 100, height: 14 })

test('of names that would lie on each other the first is kept', () => {
  expect(withRoom([box('first', 0, 0), box('over', 99, 13), box('beside', 100, 0), box('below', 0, 14)])).toEqual(['first', 'beside', 'below'])
})

test('what lies only on a name that is not shown is kept', () => {
  expect(withRoom([box('first', 0, 0), box('second', 90, 0), box('third', 180, 0)])).toEqual(['first', 'third'])
})

import { describe, expect, it } from 'vitest'
import { placed } from './grid'

const at = (id: string, x: number, y: number, width = 20, height = 10) => ({ id, x, y, width, height })
const where = (items: Parameters<typeof placed>[0]) => placed(items).map(({ item, box }) => `${(item as { id: string }).id} ${box.x} ${box.y} ${box.width} ${box.height}`)

describe('the grid of a dashboard', () => {
  it('is read from the top, and in a row from its beginning', () => {
    expect(where([at('d', 0, 10), at('b', 20, 0), at('a', 0, 0)])).toEqual(['a 0 0 20 10', 'b 20 0 20 10', 'd 0 10 20 10'])
  })
  it('has no gap above an item, and none over another', () => {
    expect(where([at('a', 0, 0), at('b', 10, 5), at('c', 40, 30)])).toEqual(['a 0 0 20 10', 'c 40 0 20 10', 'b 10 10 20 10'])
  })
  it('keeps what is too wide inside', () => {
    expect(where([at('a', 50, 0, 30), at('b', 0, 20, 90)])).toEqual(['a 30 0 30 10', 'b 0 10 60 10'])
  })
  it('puts items without a place into rows below, as wide as their shape', () => {
    expect(where([{ id: 's', shape: 'NORMAL' }, at('a', 0, 0), { id: 'f', shape: 'FULL_WIDTH' }, { id: 'd', shape: 'DOUBLE_WIDTH' }] as never)).toEqual([
      'a 0 0 20 10',
      's 0 10 20 20',
      'f 0 30 60 20',
      'd 0 50 40 20',
    ])
  })
})

import { expect, it } from 'vitest'
import { colourIn, withColour } from './ministry-style'

it('a colour is put into a style sheet, and changed there, and leaves the rest as it is', () => {
  expect(colourIn('')).toBeUndefined()
  const first = withColour('body { margin: 0 }', '#123456')
  expect(first).toBe('body { margin: 0 }\n:root { --accent: #123456; }')
  expect(colourIn(withColour(first, '#abcdef'))).toBe('#abcdef')
  expect(withColour(first, '#abcdef')).toContain('body { margin: 0 }')
  expect(withColour('', '#abcdef')).toBe(':root { --accent: #abcdef; }')
})

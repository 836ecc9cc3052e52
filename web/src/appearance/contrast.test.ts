import { describe, expect, it } from 'vitest'
import { contrast, inkOn, mix, parseColour, READABLE } from './contrast'
import { coloursOf, DARK_GROUNDS, LIGHT_GROUNDS } from './ministry-colours'

const EXTREMES = ['#ffffff', '#000000', '#ffff00', '#00ff00', '#0000ff', '#ff0000', '#808080', '#f2c14e', '#0a5c58']

describe('a colour of a ministry', () => {
  it.each(EXTREMES)('%s can be read, and be written on, in light and dark', (colour) => {
    for (const [look, grounds] of [['light', LIGHT_GROUNDS], ['dark', DARK_GROUNDS]] as const) {
      const { accent, onAccent, soft, ink } = coloursOf(colour, look)
      for (const ground of [...grounds, soft]) expect(contrast(accent, ground), `${accent} on ${ground}`).toBeGreaterThanOrEqual(READABLE)
      expect(contrast(onAccent, accent)).toBeGreaterThanOrEqual(READABLE)
      expect(contrast(ink, soft)).toBeGreaterThanOrEqual(READABLE)
    }
  })
  it('stays as it is where it can be read', () => {
    expect(coloursOf('#0a5c58', 'light').accent).toBe('#0a5c58')
  })
  it('is six digits', () => {
    expect(parseColour('#12345')).toBeUndefined()
    expect(parseColour('red')).toBeUndefined()
    expect(parseColour('#0A5c58')).toEqual([10, 92, 88])
  })
  it('is measured as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21)
    expect(inkOn('#ffff00')).not.toBe('#ffffff')
    expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080')
  })
})

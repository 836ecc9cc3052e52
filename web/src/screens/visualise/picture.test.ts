import { expect, test } from 'vitest'
import { wrapped } from './picture'

test('a title is broken between words, and a word that fits nowhere stands alone', () => {
  const fits = (line: string) => line.length <= 12
  expect(wrapped('Malaria, confirmed cases of 2025', fits)).toEqual(['Malaria,', 'confirmed', 'cases of', '2025'])
  expect(wrapped('of Antananarivo-Renivohitra it', fits)).toEqual(['of', 'Antananarivo-Renivohitra', 'it'])
  expect(wrapped(' ', fits)).toEqual([])
})

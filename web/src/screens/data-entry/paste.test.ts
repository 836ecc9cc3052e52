import { describe, expect, it } from 'vitest'
import type { FormCell } from './form'
import { readBlock, valueFor } from './paste'

describe('copied text', () => {
  it('is a block of rows and cells, without the end of the last row', () => {
    expect(readBlock('1\t2\r\n3\t4\r\n')).toEqual([['1', '2'], ['3', '4']])
    expect(readBlock('5')).toEqual([['5']])
    expect(readBlock('1\n\n2')).toEqual([['1'], [''], ['2']])
  })

  it('may have ends of rows and quotes inside of a cell', () => {
    expect(readBlock('"two\nlines"\t"say ""yes"""')).toEqual([['two\nlines', 'say "yes"']])
    expect(readBlock('5" pipe\t1')).toEqual([['5" pipe', '1']])
  })
})

describe('the value of a copied text', () => {
  const words = { yes: ['true', 'yes', '1'], no: ['false', 'no', '0'] }
  const options = [{ id: 'o', code: 'RAIN', displayName: 'Rain water' }, { id: 'p', code: 'PIPE', displayName: 'Pipe' }]
  const of = (valueType: string, text: string, more: Partial<FormCell> = {}) =>
    valueFor({ key: 'k', dataElement: 'd', optionCombo: 'o', label: '', name: '', grey: false, compulsory: false, optionSet: undefined, valueType, ...more }, text, words)

  it('is a number also with blanks between thousands, and not where a comma may mean two things', () => {
    expect(of('INTEGER', '1 234')).toBe('1234')
    expect(of('NUMBER', '1 234 567,5')).toBe('1234567,5')
    expect(of('NUMBER', '1,234')).toBeUndefined()
    expect(of('INTEGER', 'n/a')).toBeUndefined()
    expect(of('INTEGER_POSITIVE', '0')).toBeUndefined()
  })

  it('is yes or no by word, and an option by code or name', () => {
    expect([of('BOOLEAN', 'YES'), of('BOOLEAN', '0'), of('BOOLEAN', 'maybe')]).toEqual(['true', 'false', undefined])
    expect([of('TRUE_ONLY', 'yes'), of('TRUE_ONLY', 'no')]).toEqual(['true', ''])
    const optionSet = { id: 's', valueType: 'TEXT', options }
    expect([of('TEXT', 'rain water', { optionSet }), of('TEXT', 'PIPE', { optionSet }), of('TEXT', 'River', { optionSet })]).toEqual(['RAIN', 'PIPE', undefined])
    expect(of('MULTI_TEXT', 'Pipe, Rain water', { optionSet })).toBe('PIPE,RAIN')
  })

  it('is a day only as year, month and day, and never a file', () => {
    expect([of('DATE', '2026-01-31'), of('DATE', '03/04/2026'), of('FILE_RESOURCE', 'abc')]).toEqual(['2026-01-31', undefined, undefined])
  })
})

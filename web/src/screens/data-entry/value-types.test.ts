import { describe, expect, it } from 'vitest'
import { kindOf, tidy } from './value-types'

describe('what is typed', () => {
  it('is tidied to the number that the server reads', () => {
    expect(tidy(' ٤٢ ', 'INTEGER')).toBe('42')
    expect(tidy('007', 'INTEGER')).toBe('7')
    expect(tidy('3,5', 'NUMBER')).toBe('3.5')
    expect(tidy('−2', 'INTEGER_NEGATIVE')).toBe('-2')
  })
  it('is left alone where it is not a number', () => {
    expect(tidy('1,200 nets', 'TEXT')).toBe('1,200 nets')
    expect(tidy('12a', 'INTEGER')).toBe('12a')
  })
  it('fits its type or does not', () => {
    const fits = (type: string, value: string) => kindOf(type).fits?.(value)
    expect(fits('INTEGER_ZERO_OR_POSITIVE', '0')).toBe(true)
    expect(fits('INTEGER_ZERO_OR_POSITIVE', '-1')).toBe(false)
    expect(fits('PERCENTAGE', '100.5')).toBe(false)
    expect(fits('UNIT_INTERVAL', '0.5')).toBe(true)
    expect(fits('INTEGER', '1.5')).toBe(false)
  })

  it('fits what is not a number too', () => {
    const fits = (type: string, value: string) => kindOf(type).fits?.(value)
    expect([fits('LETTER', 'é'), fits('LETTER', 'ab')]).toEqual([true, false])
    expect([fits('INTEGER', '2147483647'), fits('INTEGER', '2147483648')]).toEqual([true, false])
    expect([fits('PHONE_NUMBER', '+254 700 000 000'), fits('PHONE_NUMBER', 'call me')]).toEqual([true, false])
    expect([fits('EMAIL', 'a@b.org'), fits('EMAIL', 'a@b')]).toEqual([true, false])
    expect([fits('URL', 'https://moh.example/x'), fits('URL', 'javascript:alert(1)')]).toEqual([true, false])
    expect([fits('COORDINATE', '[36.8,-1.3]'), fits('COORDINATE', '[36.8,]'), fits('COORDINATE', '[36.8,91]')]).toEqual([true, false, false])
    expect([fits('GEOJSON', '{"type":"Point","coordinates":[1,2]}'), fits('GEOJSON', '{"type":"Dot"}'), fits('GEOJSON', 'null')]).toEqual([true, false, false])
  })
})

import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Expressions } from '../../expressions/expressions'
import { expressionsOf } from '../../expressions/expressions'
import type { Ground } from './figures'
import { indicatorValue, numberOf, totalOf, worthOf } from './figures'

let expressions: Expressions

beforeAll(async () => {
  const { instance } = await WebAssembly.instantiate(readFileSync(`${import.meta.dirname}/../../expressions/language.wasm`))
  expressions = expressionsOf(instance)
})

const ELEMENT = 'elementAAAA'
const values = new Map([
  [`${ELEMENT}.comboYYYYYY`, 12],
  [`${ELEMENT}.comboZZZZZZ`, 30],
])
const ground: Ground = {
  valueOf: (key) => values.get(key),
  keysOf: new Map([
    [ELEMENT, [`${ELEMENT}.comboYYYYYY`, `${ELEMENT}.comboZZZZZZ`]],
    ['elementBBBB', ['elementBBBB.comboYYYYYY']],
  ]),
  attribute: 'attributeAA',
  days: 31,
  constants: new Map([['constantAAA', 2]]),
}
const worth = (expression: string) => {
  const found = worthOf(expressions, expression, ground)
  return found.known ? found.value : 'unknown'
}

describe('a formula over a form', () => {
  it('sums an element over its fields, and knows a field, the days and constants', () => {
    expect(worth(`#{${ELEMENT}}`)).toBe(42)
    expect(worth(`#{${ELEMENT}.comboZZZZZZ} + [days] * C{constantAAA}`)).toBe(92)
    expect(worth(`#{${ELEMENT}.*.attributeAA}`)).toBe(42)
  })

  it('is unknown where it asks for what the form does not have', () => {
    expect(worth('#{elementCCCC}')).toBe('unknown')
    expect(worth(`#{${ELEMENT}.comboXXXXXX}`)).toBe('unknown')
    expect(worth(`#{${ELEMENT}.*.attributeBB}`)).toBe('unknown')
    expect(worth('R{datasetAAAA.REPORTING_RATE}')).toBe('unknown')
    expect(worth('C{constantBBB}')).toBe('unknown')
  })

  it('tells how many of its values are missing', () => {
    expect(worthOf(expressions, `#{${ELEMENT}} + #{elementBBBB}`, ground)).toMatchObject({ value: 42, items: 2, missing: 1 })
  })
})

describe('an indicator', () => {
  const indicator = (numerator: string, denominator: string, more: object = {}) => ({
    id: 'i',
    displayName: 'i',
    numerator,
    denominator,
    indicatorType: { factor: 100 },
    ...more,
  })
  const value = (one: ReturnType<typeof indicator>) => indicatorValue(expressions, one, ground)

  it('is a share, rounded as it asks', () => {
    expect(value(indicator(`#{${ELEMENT}.comboYYYYYY}`, `#{${ELEMENT}}`, { decimals: 1 }))).toBe(28.6)
    expect(value(indicator('2.675', '100'))).toBe(2.68)
    expect(value(indicator('-2.675', '100'))).toBe(-2.68)
    expect(value(indicator('31', '100', { annualized: true, decimals: 0 }))).toBe(365)
  })

  it('is nothing without its values, and unknown without its form', () => {
    expect(value(indicator('#{elementBBBB}', '1'))).toBeNull()
    expect(value(indicator('1', '#{elementBBBB}'))).toBeNull()
    expect(value(indicator('1', '#{elementCCCC}'))).toBe('unknown')
  })
})

describe('numbers of fields', () => {
  it('are read from what is typed', () => {
    expect(['12', '-0.5', 'true', 'false', '', 'abc', ' '].map(numberOf)).toEqual([12, -0.5, 1, 0, undefined, undefined, undefined])
  })

  it('add up without the dust of fractions, and to nothing where there are none', () => {
    const of = new Map([['a', 0.1], ['b', 0.2]])
    expect(totalOf(['a', 'b', 'c'], (key) => of.get(key))).toBe(0.3)
    expect(totalOf(['c'], (key) => of.get(key))).toBeUndefined()
  })
})

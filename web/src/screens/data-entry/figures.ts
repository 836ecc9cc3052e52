/** What a form's own values add up to: totals, and the formulas of indicators and validation rules. */
import type { Expressions } from '../../expressions/expressions'
import { Incomputable } from '../../expressions/expressions'
import type { Indicator } from './metadata'

/** The number in a field; undefined where there is none. */
export type ValueOf = (key: string) => number | undefined

/** Where a formula is computed: one unit, one period, and what is typed there. */
export interface Ground {
  valueOf: ValueOf
  /** The keys of the form's fields, by data element. */
  keysOf: ReadonlyMap<string, readonly string[]>
  /** The attribute option combo, where it is known. */
  attribute: string | undefined
  days: number
  constants: ReadonlyMap<string, number>
}

/** A worth of `null`: all values are missing, or there is no such number. `unknown`: this form alone cannot tell. */
export type Worth = { known: true; value: number | null; items: number; missing: number } | { known: false }

const UNKNOWN: Worth = { known: false }

/** The number that a value is worth in formulas. */
export function numberOf(value: string): number | undefined {
  if (value === 'true') return 1
  if (value === 'false') return 0
  return value.trim() === '' || Number.isNaN(Number(value)) ? undefined : Number(value)
}

/** Sums without the dust of binary fractions; undefined where nothing is filled in. */
export function totalOf(keys: readonly string[], valueOf: ValueOf): number | undefined {
  const values = keys.flatMap((key) => valueOf(key) ?? [])
  if (values.length === 0) return undefined
  return Number(values.reduce((sum, value) => sum + value, 0).toFixed(10))
}

export function worthOf(expressions: Expressions, expression: string, ground: Ground): Worth {
  try {
    const values = new Map<string, number>()
    let [items, missing] = [0, 0]
    for (const item of expressions.items(expression)) {
      const value = itemValue(item, ground)
      if (value === 'unknown') return UNKNOWN
      if (item.startsWith('#')) items += 1
      if (value !== undefined) values.set(item, value)
      else missing += 1
    }
    return { known: true, value: expressions.worth(expression, values), items, missing }
  } catch (error) {
    if (error instanceof Incomputable) return UNKNOWN
    throw error
  }
}

function itemValue(item: string, ground: Ground): number | undefined | 'unknown' {
  if (item === '[days]') return ground.days
  const [, kind, body = ''] = /^(#|C)\{(.*)\}$/.exec(item) ?? []
  if (kind === 'C') return ground.constants.get(body) ?? 'unknown'
  if (kind !== '#') return 'unknown'
  const [element = '', combo = '*', attribute = '*'] = body.split('.')
  const keys = ground.keysOf.get(element)
  if (!keys || (attribute !== '*' && attribute !== ground.attribute)) return 'unknown'
  if (combo === '*') return totalOf(keys, ground.valueOf)
  const key = `${element}.${combo}`
  return keys.includes(key) ? ground.valueOf(key) : 'unknown'
}

/** The figure of an indicator as the server would show it; `unknown` where it needs more than this form. */
export function indicatorValue(expressions: Expressions, indicator: Indicator, ground: Ground): number | null | 'unknown' {
  const denominator = worthOf(expressions, indicator.explodedDenominator ?? indicator.denominator, ground)
  const numerator = worthOf(expressions, indicator.explodedNumerator ?? indicator.numerator, ground)
  if (!denominator.known || !numerator.known) return 'unknown'
  const [over, under] = [sideOf(numerator), sideOf(denominator)]
  if (over === null || under === null || under === 0) return null
  const yearly = indicator.annualized ? 365 / ground.days : 1
  return rounded((over / under) * indicator.indicatorType.factor * yearly, indicator.decimals ?? 2)
}

/** A formula whose items are all missing has no worth. */
function sideOf({ value, items, missing }: Extract<Worth, { known: true }>): number | null {
  return items > 0 && items === missing ? null : (value ?? 0)
}

/** Half up, as the decimal digits read: 2.675 is 2.68. */
function rounded(value: number, places: number): number {
  const digits = Number(`${value}e${places}`)
  return Number.isNaN(digits) ? value : Number(`${Math.sign(value) * Math.round(Math.abs(digits))}e-${places}`)
}

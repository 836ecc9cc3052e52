import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Expressions } from '../../expressions/expressions'
import { expressionsOf } from '../../expressions/expressions'
import type { Operator, Rule } from './rules'
import { violationOf } from './rules'

let expressions: Expressions

beforeAll(async () => {
  const { instance } = await WebAssembly.instantiate(readFileSync(`${import.meta.dirname}/../../expressions/language.wasm`))
  expressions = expressionsOf(instance)
})

const side = (expression: string, more: object = {}) => ({ expression, ...more })
const rule = (left: ReturnType<typeof side>, operator: Operator, right: ReturnType<typeof side>): Rule => ({
  id: 'r',
  displayName: 'r',
  operator,
  periodType: 'Monthly',
  leftSide: left,
  rightSide: right,
})
const [SUSPECTED, CONFIRMED, BEDS] = ['#{suspectedAA}', '#{confirmedAA}', '#{bedsAAAAAAA}']

function judge(one: Rule, values: Record<string, number>) {
  const keysOf = new Map(['suspectedAA', 'confirmedAA', 'bedsAAAAAAA'].map((id) => [id, [`${id}.p`]]))
  const found = violationOf(expressions, one, { valueOf: (key) => values[key.slice(0, -2)], keysOf, attribute: undefined, days: 30, constants: new Map() })
  return found && [found.left, found.right]
}

describe('a rule', () => {
  const atLeast = rule(side(SUSPECTED), 'greater_than_or_equal_to', side(CONFIRMED))

  it('is broken by values that do not compare as it says', () => {
    expect(judge(atLeast, { suspectedAA: 5, confirmedAA: 6 })).toEqual([5, 6])
    expect(judge(atLeast, { suspectedAA: 6, confirmedAA: 6 })).toBeUndefined()
  })

  it('is not judged where all values of a side are missing, unless it never skips', () => {
    expect(judge(atLeast, { confirmedAA: 6 })).toBeUndefined()
    const never = { missingValueStrategy: 'NEVER_SKIP' as const }
    expect(judge(rule(side(SUSPECTED, never), 'greater_than', side(CONFIRMED, never)), { confirmedAA: 6 })).toEqual([0, 6])
    const any = { missingValueStrategy: 'SKIP_IF_ANY_VALUE_MISSING' as const }
    expect(judge(rule(side(`${SUSPECTED} + ${BEDS}`, any), 'equal_to', side('1')), { suspectedAA: 6 })).toBeUndefined()
    expect(judge(rule(side(`${SUSPECTED} + ${BEDS}`), 'equal_to', side('1')), { suspectedAA: 6 })).toEqual([6, 1])
  })

  it('asks for both values of a pair, or for one', () => {
    expect(judge(rule(side(SUSPECTED), 'compulsory_pair', side(BEDS)), { suspectedAA: 1 })).toEqual([1, null])
    expect(judge(rule(side(SUSPECTED), 'compulsory_pair', side(BEDS)), {})).toBeUndefined()
    expect(judge(rule(side(SUSPECTED), 'exclusive_pair', side(BEDS)), { suspectedAA: 1, bedsAAAAAAA: 0 })).toEqual([1, 0])
  })

  it('is left to the server where it looks at more than the form', () => {
    expect(judge(rule(side(SUSPECTED, { slidingWindow: true }), 'less_than', side('1')), { suspectedAA: 5 })).toBeUndefined()
    expect(judge(rule(side('#{elsewhereA}'), 'less_than', side('1')), {})).toBeUndefined()
    expect(judge(rule(side(`if(orgUnit.group(groupAAAAAA), ${BEDS}, 1)`), 'less_than', side('1')), { bedsAAAAAAA: 5 })).toBeUndefined()
  })
})

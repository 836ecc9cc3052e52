import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Expressions } from './expressions'
import { expressionsOf, Incomputable } from './expressions'

let expressions: Expressions

beforeAll(async () => {
  const { instance } = await WebAssembly.instantiate(readFileSync(`${import.meta.dirname}/language.wasm`))
  expressions = expressionsOf(instance)
})

describe('the compiled language', () => {
  it('is made of the sources that are here; scripts/expression-wasm makes it anew', () => {
    const sum = execFileSync(`${import.meta.dirname}/../../../scripts/expression-wasm`, ['--sum'], { encoding: 'utf8' })
    expect(readFileSync(`${import.meta.dirname}/language.sources`, 'utf8')).toBe(sum)
  })

  it('names the items of an expression', () => {
    expect(expressions.items('#{aaaaaaaaaaa.bbbbbbbbbbb} / [days] + #{aaaaaaaaaaa.bbbbbbbbbbb}')).toEqual(['#{aaaaaaaaaaa.bbbbbbbbbbb}', '[days]'])
    expect(expressions.items('1')).toEqual([])
  })

  it('computes with the values that it is given, and with 0 for the others', () => {
    const values = new Map([['#{aaaaaaaaaaa}', 7.5]])
    expect(expressions.worth('#{aaaaaaaaaaa} * 2 + #{bbbbbbbbbbb}', values)).toBe(15)
    expect(expressions.worth('1 / #{bbbbbbbbbbb}', values)).toBeNull()
    expect(expressions.worth('#{aaaaaaaaaaa} > 7', values)).toBe(1)
    expect(expressions.worth('if(isNull(#{bbbbbbbbbbb}), 3, 4)', values)).toBe(3)
  })

  it('says what it cannot know, and goes on with the next question', () => {
    expect(() => expressions.worth('#{aaaaaaaaaaa}.periodOffset(-1)', new Map())).toThrow(Incomputable)
    expect(() => expressions.items('1 +')).toThrow(/well-formed/)
    expect(expressions.worth('2 + 2', new Map())).toBe(4)
  })
})

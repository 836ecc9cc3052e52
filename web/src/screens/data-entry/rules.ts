/** The validation rules of a data set, judged on the spot with what is typed. The server judges again on completion. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { getKept } from '../../api/kept'
import type { Expressions } from '../../expressions/expressions'
import type { Desk } from './desk'
import { useComputed, useFormulas } from './desk'
import type { Ground, Worth } from './figures'
import { worthOf } from './figures'

interface Side {
  expression: string
  missingValueStrategy?: 'SKIP_IF_ANY_VALUE_MISSING' | 'SKIP_IF_ALL_VALUES_MISSING' | 'NEVER_SKIP'
  /** Looks at several periods: only the server has them. */
  slidingWindow?: boolean
  displayDescription?: string
}

type Comparison = 'equal_to' | 'not_equal_to' | 'greater_than' | 'greater_than_or_equal_to' | 'less_than' | 'less_than_or_equal_to'
export type Operator = Comparison | 'compulsory_pair' | 'exclusive_pair'

export interface Rule {
  id: string
  displayName: string
  displayInstruction?: string
  operator: Operator
  periodType: string
  skipFormValidation?: boolean
  leftSide: Side
  rightSide: Side
}

export interface Violation {
  rule: Rule
  left: number | null
  right: number | null
}

const HOLDS: Record<Comparison, (left: number, right: number) => boolean> = {
  equal_to: (left, right) => left === right,
  not_equal_to: (left, right) => left !== right,
  greater_than: (left, right) => left > right,
  greater_than_or_equal_to: (left, right) => left >= right,
  less_than: (left, right) => left < right,
  less_than_or_equal_to: (left, right) => left <= right,
}

/** How the values break the rule; nothing where they keep it, or where this form alone cannot tell. */
export function violationOf(expressions: Expressions, rule: Rule, ground: Ground): Violation | undefined {
  if (rule.leftSide.slidingWindow || rule.rightSide.slidingWindow) return undefined
  const [leftWorth, rightWorth] = [worthOf(expressions, rule.leftSide.expression, ground), worthOf(expressions, rule.rightSide.expression, ground)]
  if (!leftWorth.known || !rightWorth.known) return undefined
  const left = valueOfSide(rule.leftSide, leftWorth)
  const right = valueOfSide(rule.rightSide, rightWorth)
  return isBroken(rule, left, right) ? { rule, left, right } : undefined
}

function valueOfSide(side: Side, { value, items, missing }: Extract<Worth, { known: true }>): number | null {
  const strategy = side.missingValueStrategy ?? 'SKIP_IF_ALL_VALUES_MISSING'
  if (strategy === 'SKIP_IF_ANY_VALUE_MISSING' && missing > 0) return null
  if (strategy === 'SKIP_IF_ALL_VALUES_MISSING' && items > 0 && missing === items) return null
  return value ?? 0
}

function isBroken({ operator }: Rule, left: number | null, right: number | null): boolean {
  if (operator === 'compulsory_pair') return (left === null) !== (right === null)
  if (operator === 'exclusive_pair') return left !== null && right !== null
  return left !== null && right !== null && !HOLDS[operator](left, right)
}

const FIELDS =
  'id,displayName,displayInstruction,operator,periodType,skipFormValidation,' +
  'leftSide[expression,missingValueStrategy,slidingWindow,displayDescription],rightSide[expression,missingValueStrategy,slidingWindow,displayDescription]'

/** Asked for once the form is there: it does not wait for its rules. */
export function useRules({ form }: Desk): Rule[] | undefined {
  const { data } = useQuery({
    queryKey: ['data-entry', 'rules', form.dataSet.id],
    queryFn: (context) => getKept<{ validationRules: Rule[] }>('validationRules', { dataSet: form.dataSet.id, fields: FIELDS, paging: false }, context),
  })
  return useMemo(() => data?.validationRules.filter((rule) => !rule.skipFormValidation && rule.periodType === form.dataSet.periodType), [data, form])
}

/** The rules that what is typed breaks; undefined while they are not known yet. */
export function useViolations(desk: Desk): Violation[] | undefined {
  const rules = useRules(desk)
  const formulas = useFormulas(
    desk,
    useMemo(() => (rules ?? []).flatMap(({ leftSide, rightSide }) => [leftSide.expression, rightSide.expression]), [rules]),
  )
  const judge = () => (rules && formulas ? rules.flatMap((rule) => violationOf(formulas.expressions, rule, formulas.ground) ?? []) : undefined)
  // What is compared from draw to draw has to be plain.
  const found = useComputed(desk.sheet, () => JSON.stringify(judge()?.map(({ rule, left, right }) => [rule.id, left, right])))
  return useMemo(() => {
    if (rules?.length === 0) return []
    if (!found) return undefined
    const byId = new Map(rules?.map((rule) => [rule.id, rule]))
    return (JSON.parse(found) as [string, number | null, number | null][]).flatMap(([id, left, right]) => {
      const rule = byId.get(id)
      return rule ? [{ rule, left, right }] : []
    })
  }, [found, rules])
}

/** The first field of the form that a rule looks at. */
export function fieldOf({ leftSide, rightSide }: Rule, { form }: Desk): string | undefined {
  for (const [, element = '', combo] of `${leftSide.expression} ${rightSide.expression}`.matchAll(/#\{(\w+)(?:\.(\w+))?/g)) {
    const key = combo ? `${element}.${combo}` : [...form.cells.values()].find(({ dataElement }) => dataElement === element)?.key
    if (key && form.cells.has(key)) return key
  }
  return undefined
}

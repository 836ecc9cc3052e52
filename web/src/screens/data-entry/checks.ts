/** What stands against marking a report complete. */
import { get } from '../../api/client'
import type { Desk } from './desk'
import type { FormCell } from './form'
import { operandKey } from './form'
import type { Rule, Violation } from './rules'
import { fieldOf } from './rules'
import { valuesParameters } from './values'

export interface Problem {
  kind: 'unsaved' | 'compulsory' | 'combination' | 'rule' | 'comment'
  /** Where to put it right, if that is on this form. */
  key: string | undefined
  /** The name of the field, or what the rule says. */
  name: string
  violation?: Pick<Violation, 'left' | 'right'> & { operator: Rule['operator']; leftName: string; rightName: string }
}

export interface Findings {
  problems: Problem[]
  /** The report cannot be marked complete as it is. */
  blocks: boolean
  /** Whether the server has looked at the rules; otherwise this device has. */
  byServer: boolean
}

interface ServerSummary {
  validationRuleViolations?: { validationRule: { id: string; displayName: string }; leftsideValue: number; rightsideValue: number }[]
  commentRequiredViolations?: { dataElement: { id: string }; categoryOptionCombo: { id: string } }[]
}

/** The server knows more than the form: other periods, other forms, the unit's groups. It is asked once it has all values. */
export async function findProblems(desk: Desk, here: Violation[]): Promise<Findings> {
  const { form, sheet } = desk
  const { unsaved, kept, saving } = sheet.summary()
  const summary = unsaved + kept + saving === 0 ? await askServer(desk) : undefined
  const cells = [...form.cells.values()]
  const wrong = cells.filter(({ key }) => ['unsaved', 'misfit'].includes(sheet.cell(key).status))
  const missing = cells.filter(({ key, compulsory }) => compulsory && sheet.cell(key).value === '')
  const gaps = form.dataSet.fieldCombinationRequired ? gapsIn(desk).filter((cell) => !missing.includes(cell)) : []
  const rules = summary ? fromServer(desk, summary, here) : here.map((violation) => problemOf(desk, violation))
  const speechless = (summary?.commentRequiredViolations ?? []).flatMap((operand) => form.cells.get(operandKey(operand)) ?? [])
  const { compulsoryFieldsCompleteOnly, validCompleteOnly } = form.dataSet
  return {
    problems: [
      ...wrong.map(({ key, name }): Problem => ({ kind: 'unsaved', key, name })),
      ...missing.map(({ key, name }): Problem => ({ kind: 'compulsory', key, name })),
      ...gaps.map(({ key, name }): Problem => ({ kind: 'combination', key, name })),
      ...rules,
      ...speechless.map(({ key, name }): Problem => ({ kind: 'comment', key, name })),
    ],
    blocks:
      wrong.length > 0 ||
      gaps.length > 0 ||
      (compulsoryFieldsCompleteOnly === true && missing.length > 0) ||
      (validCompleteOnly === true && rules.length > 0),
    byServer: summary !== undefined,
  }
}

/** The empty fields of elements that have a value in another field. */
function gapsIn({ form, sheet }: Desk): FormCell[] {
  const cells = [...form.cells.values()]
  const empty = ({ key }: FormCell) => sheet.cell(key).value === ''
  const begun = new Set(cells.filter((cell) => !empty(cell)).map(({ dataElement }) => dataElement))
  return cells.filter((cell) => begun.has(cell.dataElement) && empty(cell))
}

async function askServer({ place }: Desk): Promise<ServerSummary | undefined> {
  const { ds, ...parameters } = valuesParameters(place)
  try {
    return await get<ServerSummary>(`validation/dataSet/${String(ds)}`, parameters)
  } catch {
    // No line, or no such call: what this device has found stands, and the person is told so.
    return undefined
  }
}

/** What the server found, and what it did not look at but this device did. */
function fromServer(desk: Desk, summary: ServerSummary, here: Violation[]): Problem[] {
  const found = summary.validationRuleViolations ?? []
  const others = here.filter(({ rule }) => !found.some(({ validationRule }) => validationRule.id === rule.id))
  const theirs = found.map(({ validationRule, leftsideValue, rightsideValue }): Problem => {
    const known = here.find(({ rule }) => rule.id === validationRule.id)
    if (known) return problemOf(desk, { ...known, left: leftsideValue, right: rightsideValue })
    return { kind: 'rule', key: undefined, name: validationRule.displayName }
  })
  return [...theirs, ...others.map((violation) => problemOf(desk, violation))]
}

export function problemOf(desk: Desk, { rule, left, right }: Violation): Problem {
  const { displayInstruction, displayName, operator, leftSide, rightSide } = rule
  return {
    kind: 'rule',
    key: fieldOf(rule, desk),
    name: displayInstruction ?? displayName,
    violation: { left, right, operator, leftName: leftSide.displayDescription ?? '', rightName: rightSide.displayDescription ?? '' },
  }
}

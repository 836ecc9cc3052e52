/** How something typed or pasted gets into a field. */
import type { FormCell } from './form'
import type { Sheet } from './sheet'
import { kindOf, tidy } from './value-types'

/** Saves what was typed, or keeps it as a misfit; answers it as it stands in the field. */
export function enter(sheet: Sheet, cell: FormCell, typed: string): string {
  const value = tidy(typed, cell.valueType)
  if (fits(cell, value)) sheet.commit(cell.key, value)
  else sheet.keepMisfit(cell.key, value)
  return value
}

export function fits(cell: FormCell, value: string): boolean {
  return cell.optionSet !== undefined || value === '' || (kindOf(cell.valueType).fits?.(value) ?? true)
}

import type { KeyboardEvent } from 'react'

/** Arrows and Enter move through a form as through a spreadsheet; leaving a field saves it. */
export function moveByKey(event: KeyboardEvent<HTMLElement>) {
  const field = event.target
  if (!(field instanceof HTMLElement) || field.dataset.cell === undefined) return
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const step = stepOf(event, field)
  if (!step) return
  const target = step.rows === 0 ? beside(field, step.columns) : below(event.currentTarget, field, step.rows)
  if (!target && event.key !== 'Enter') return
  event.preventDefault()
  if (!target) {
    // Enter in the last row saves too: the field is left and taken up again.
    field.blur()
    field.focus()
    return
  }
  target.focus()
  if (target instanceof HTMLInputElement && target.type === 'text') target.select()
}

interface Step {
  rows: number
  columns: number
}

function stepOf(event: KeyboardEvent, field: HTMLElement): Step | undefined {
  const multiline = field instanceof HTMLTextAreaElement
  // These use the arrows themselves.
  const ownArrows = multiline || field instanceof HTMLSelectElement || (field instanceof HTMLInputElement && /^(date|time|datetime)/.test(field.type))
  // The page's direction decides where a column lies, also for a number field, which itself runs left to right.
  const right = document.documentElement.dir === 'rtl' ? -1 : 1
  switch (event.key) {
    case 'Enter':
      return multiline ? undefined : { rows: event.shiftKey ? -1 : 1, columns: 0 }
    case 'ArrowDown':
      return ownArrows ? undefined : { rows: 1, columns: 0 }
    case 'ArrowUp':
      return ownArrows ? undefined : { rows: -1, columns: 0 }
    case 'ArrowRight':
      return ownArrows || !caretAt(field, 'end') ? undefined : { rows: 0, columns: right }
    case 'ArrowLeft':
      return ownArrows || !caretAt(field, 'start') ? undefined : { rows: 0, columns: -right }
    default:
      return undefined
  }
}

/** Within typed text the arrows move the caret first; a field that is selected whole is left at once. */
function caretAt(field: HTMLElement, edge: 'start' | 'end'): boolean {
  if (!(field instanceof HTMLInputElement) || field.type !== 'text') return true
  const { selectionStart, selectionEnd, value } = field
  if (selectionStart === 0 && selectionEnd === value.length) return true
  return selectionStart === selectionEnd && selectionEnd === (edge === 'start' ? 0 : value.length)
}

const FIELD = '[data-cell]:not(:disabled)'

function fieldsOf(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(FIELD)]
}

function beside(field: HTMLElement, step: number): HTMLElement | undefined {
  const row = field.closest('[data-row]')
  const fields = row ? fieldsOf(row) : []
  return fields[fields.indexOf(field) + step]
}

/** The field in the same column of the next row that has one there; a narrower row gives its last field. */
function below(form: HTMLElement, field: HTMLElement, step: number): HTMLElement | undefined {
  // The rows of a tab that is not shown take no focus.
  const rows = [...form.querySelectorAll('[data-row]')].filter((row) => !row.closest('[hidden]'))
  const row = field.closest('[data-row]')
  if (!row) return undefined
  const column = columnOf(field)
  for (let index = rows.indexOf(row) + step; index >= 0 && index < rows.length; index += step) {
    const target = inColumn(rows[index], column)
    if (target) return target
  }
  return undefined
}

/** The cells of a row that are columns: the head of a group of rows stands in the first of them only, and is none. */
export function columnsIn(row: HTMLTableRowElement): Element[] {
  return [...row.cells].filter((cell) => cell.getAttribute('scope') !== 'rowgroup')
}

/** In which column a field stands. */
export function columnOf(field: HTMLElement): number {
  const cell = field.closest('td')
  const row = field.closest('tr')
  return cell && row ? columnsIn(row).indexOf(cell) : 0
}

function inColumn(row: Element | undefined, column: number): HTMLElement | undefined {
  const fields = row ? fieldsOf(row) : []
  const widest = fields.at(-1)
  // A grey field in this column is jumped over; the next row may have a field there.
  return fields.find((field) => columnOf(field) === column) ?? (widest && columnOf(widest) < column ? widest : undefined)
}

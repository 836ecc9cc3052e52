/** A block of a spreadsheet, put into the fields from the one that has the focus, down and to the side. */
import type { Desk } from './desk'
import { enter, fits } from './enter'
import type { FormCell } from './form'
import { columnOf, columnsIn } from './keyboard'
import { kindOf, tidy } from './value-types'

export interface Pasted {
  taken: number
  /** What found no field, or does not fit the one that it met. */
  refused: { text: string; name: string; why: 'no-field' | 'misfit' }[]
}

/** What yes and no are called, in capitals or not. */
export interface YesNo {
  yes: string[]
  no: string[]
}

/** The cells of copied text: tabs and line ends divide them, quotes hold a cell together that has such inside. */
export function readBlock(text: string): string[][] {
  const rows: string[][] = [[]]
  let [cell, quoted] = ['', false]
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at)
    if (quoted && letter === '"' && text.charAt(at + 1) === '"') cell += text.charAt(++at)
    else if (letter === '"' && (quoted || cell === '')) quoted = !quoted
    else if (!quoted && (letter === '\t' || letter === '\n')) {
      rows.at(-1)?.push(cell.trim())
      cell = ''
      if (letter === '\n') rows.push([])
    } else if (letter !== '\r') cell += letter
  }
  rows.at(-1)?.push(cell.trim())
  // A spreadsheet ends its last row too.
  if (rows.length > 1 && rows.at(-1)?.join('') === '') rows.pop()
  return rows
}

export function pasteBlock(block: string[][], start: HTMLElement, { form, sheet }: Desk, words: YesNo): Pasted {
  const pasted: Pasted = { taken: 0, refused: [] }
  const grid = gridFrom(start)
  block.forEach((line, down) =>
    line.forEach((text, across) => {
      if (text === '') return
      const cell = form.cells.get(grid[down]?.[across] ?? '')
      const value = cell && valueFor(cell, text, words)
      if (cell && value !== undefined) {
        enter(sheet, cell, value)
        pasted.taken += 1
      } else pasted.refused.push({ text, name: cell?.name ?? '', why: cell ? 'misfit' : 'no-field' })
    }),
  )
  return pasted
}

/** The keys of the fields from this one on, row by row; an empty text where a place has no field to write in. */
function gridFrom(start: HTMLElement): string[][] {
  const own = start.closest('[data-row]')
  const table = start.closest('table') ?? start.closest('[data-form]')
  if (!own || !table) return []
  const rows = [...table.querySelectorAll('[data-row]')].filter((row) => row.closest('table') === own.closest('table') && !row.closest('[hidden]'))
  const column = columnOf(start)
  return rows.slice(rows.indexOf(own)).map((row) => {
    const places = row instanceof HTMLTableRowElement ? columnsIn(row).slice(column) : [row]
    return places.map((place) => keyIn(place.querySelector<HTMLElement>('[data-cell]:not(:disabled)')))
  })
}

/** Fields with several parts name the part after the key. */
function keyIn(field: HTMLElement | null): string {
  return field?.dataset.cell?.split('.').slice(0, 2).join('.') ?? ''
}

/** The value that a copied text means in a field; nothing where it is not sure. */
export function valueFor(cell: FormCell, text: string, words: YesNo): string | undefined {
  const said = (list: string[]) => list.some((word) => word.toLowerCase() === text.toLowerCase())
  if (cell.optionSet) return optionFor(cell.optionSet.options, text, cell.valueType === 'MULTI_TEXT')
  switch (kindOf(cell.valueType).control) {
    case 'yes-no':
      return said(words.yes) ? 'true' : said(words.no) ? 'false' : undefined
    case 'tick':
      return said(words.yes) ? 'true' : said(words.no) ? '' : undefined
    case 'file':
    case 'unit':
      return undefined
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined
    case 'number':
      return numberFor(cell, text)
    default:
      return fits(cell, text) ? text : undefined
  }
}

function optionFor(options: { code: string; displayName: string }[], text: string, several: boolean): string | undefined {
  const codeOf = (one: string) =>
    options.find(({ code }) => code === one)?.code ?? options.find(({ displayName }) => displayName.toLowerCase() === one.toLowerCase())?.code
  if (!several) return codeOf(text)
  const codes = text.split(',').map((one) => codeOf(one.trim()))
  return codes.includes(undefined) ? undefined : codes.join(',')
}

/** 1 234 is a number of a spreadsheet; 1,234 may be two different ones, and is left to the person. */
function numberFor(cell: FormCell, text: string): string | undefined {
  if (/^[-−]?\d{1,3}(,\d{3})+$/.test(text)) return undefined
  const whole = text.replace(/(?<=\d)[\s'’](?=\d{3}\b)/g, '')
  return fits(cell, tidy(whole, cell.valueType)) ? whole : undefined
}

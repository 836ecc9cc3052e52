/** A pivot table's order and totals. */
import type { Cube } from './cube'
import { sumOf } from './cube'

/** By the figures of a column (or their total, one behind the last column); `undefined` is the order of the answer. */
export interface Sorting {
  column: number
  descending: boolean
}

export interface Line {
  /** Which row of the cube. */
  at: number
  total: number | null
}

export function linesOf({ figures }: Cube, sorting: Sorting | undefined): Line[] {
  const lines = figures.map((row, at) => ({ at, total: sumOf(row) }))
  if (!sorting) return lines
  const value = ({ at, total }: Line) => {
    const row = figures[at] ?? []
    return sorting.column < row.length ? (row[sorting.column] ?? null) : total
  }
  // What has no figure comes last, whichever way.
  return lines.sort((one, other) => {
    const [a, b] = [value(one), value(other)]
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
    return sorting.descending ? b - a : a - b
  })
}

export function columnTotals({ columns, figures }: Cube): (number | null)[] {
  return columns.map((_, index) => sumOf(figures.map((row) => row[index])))
}

/** The cells of a header row: equal neighbours under the same head are one. */
export function spans(names: string[][], level: number): { name: string; width: number }[] {
  const cells: { name: string; width: number; under: string }[] = []
  for (const path of names) {
    const under = path.slice(0, level).join('\n')
    const last = cells.at(-1)
    const name = path[level] ?? ''
    if (last?.name === name && last.under === under) last.width++
    else cells.push({ name, width: 1, under })
  }
  return cells.map(({ name, width }) => ({ name, width }))
}

/** Which lines to draw of so many, when so much of a box is scrolled to; a few more on either side. */
export function visible(count: number, top: number, height: number, lineHeight: number): { first: number; last: number } {
  const around = 10
  const first = Math.max(0, Math.floor(top / lineHeight) - around)
  return { first, last: Math.min(count, Math.ceil((top + height) / lineHeight) + around) }
}

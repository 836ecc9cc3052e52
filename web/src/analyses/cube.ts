/** An answer of analytics as a cube: the figures by column and row, whatever dimensions stand on them. */
import type { Question } from './question'

export interface AnalyticsAnswer {
  headers: { name: string }[]
  rows: string[][]
  metaData: { items: Partial<Record<string, { name?: string }>>; dimensions: Partial<Record<string, string[]>> }
}

/** A place on an axis: an item of each of its dimensions. */
export interface Tick {
  ids: string[]
  names: string[]
}

export interface Cube {
  columns: Tick[]
  rows: Tick[]
  /** By row, then by column. */
  figures: (number | null)[][]
  /** The items of the filters, by name. */
  filters: string[]
  empty: boolean
}

/** More are refused before anything is drawn: nobody reads so many. */
export const MOST_CELLS = 200_000

export function cubeOf({ headers, rows, metaData }: AnalyticsAnswer, { layout }: Pick<Question, 'layout'>, nameOf: (id: string, name: string) => string): Cube {
  const at = (dimension: string) => headers.findIndex(({ name }) => name === dimension)
  const value = at('value')
  const name = (id: string) => nameOf(id, metaData.items[id]?.name ?? id)
  const places = (axis: string[]) => axis.map(at)
  const [ofColumn, ofRow] = [places(layout.columns), places(layout.rows)]
  const key = (row: string[], on: number[]) => on.map((place) => row[place] ?? '').join(' ')
  const found = new Map(rows.map((row) => [`${key(row, ofRow)}\n${key(row, ofColumn)}`, Number(row[value])]))
  const ticks = (axis: string[], on: number[]) => {
    const used = axis.length > 1 ? new Set(rows.map((row) => key(row, on))) : undefined
    const all = product(axis.map((dimension) => metaData.dimensions[dimension] ?? []))
    return all.filter((ids) => !used || used.has(ids.join(' '))).map((ids) => ({ ids, names: ids.map(name) }))
  }
  const [columns, lines] = [ticks(layout.columns, ofColumn), ticks(layout.rows, ofRow)]
  if (columns.length * lines.length > MOST_CELLS) throw new RangeError(String(columns.length * lines.length))
  return {
    columns,
    rows: lines,
    figures: lines.map((line) => columns.map((column) => found.get(`${line.ids.join(' ')}\n${column.ids.join(' ')}`) ?? null)),
    filters: layout.filters.flatMap((dimension) => (metaData.dimensions[dimension] ?? []).map(name)),
    empty: rows.length === 0,
  }
}

/** Every way to take one of each list; one empty way where there are no lists. */
function product(lists: string[][]): string[][] {
  return lists.reduce<string[][]>((ways, list) => ways.flatMap((way) => list.map((id) => [...way, id])), [[]])
}

export function tickName({ names }: Tick): string {
  return names.join(' · ')
}

/** The sum of what is there; nothing where nothing is. */
export function sumOf(figures: (number | null | undefined)[]): number | null {
  const there = figures.filter((figure): figure is number => typeof figure === 'number')
  return there.length > 0 ? there.reduce((sum, figure) => sum + figure, 0) : null
}

/** What is asked, as it stands in the address: every view is a link. */
import type { Place } from '../address'
import type { Translate } from '../language/language'
import type { Kind } from './kinds'
import { isMap, isWhole, isYearly, kindOf } from './kinds'
import { spanOf } from './span'

/** Last 12 months leave out the one that runs, whose values are being typed. */
export const USUAL_PERIODS = ['LAST_12_MONTHS', 'THIS_MONTH']

/** `columns` are the series of a chart, `rows` its categories; `filters` bind the figures without an axis. */
export type Axis = 'columns' | 'rows' | 'filters'
export const AXES: readonly Axis[] = ['columns', 'rows', 'filters']

export interface Question {
  kind: Kind
  /** Dimensions with the items asked for; none of them means all. `dx`, `pe` and `ou` are always there. */
  items: Record<string, string[]>
  layout: Record<Axis, string[]>
  /** An aggregation type in the place of each element's own. */
  aggregation?: string
}

const ALWAYS = ['dx', 'pe', 'ou']

/** The years that are a series each, in the words of relative periods: a dimension of ours, which the server is not asked for by name. */
export const YEARS = 'yr'
export const USUAL_YEARS = ['THIS_YEAR', 'LAST_YEAR']

/** The dimensions whose names are words of the screen. */
const SPOKEN = ['dx', 'pe', 'ou', 'co', 'ao', YEARS] as const

export function isSpoken(dimension: string): dimension is (typeof SPOKEN)[number] {
  return SPOKEN.some((one) => one === dimension)
}

/** What stands in the corner of a table of the figures. */
export function cornerOf({ layout }: Question, words: Translate<'visualise'>): string {
  return layout.rows.map((dimension) => (isSpoken(dimension) ? words(`dimension.${dimension}`) : '')).join(' · ') || words('table')
}

export function questionOf(place: Place, home: string | undefined): Question {
  const kind = kindOf(place.as) ?? 'line'
  const items: Record<string, string[]> = {
    dx: split(place.dx, ';'),
    pe: place.pe === undefined ? USUAL_PERIODS : split(place.pe, ';'),
    ou: place.ou === undefined ? (home === undefined ? [] : [home]) : split(place.ou, ';'),
  }
  for (const part of split(place.dim, '|')) {
    const [dimension = '', list] = part.split(':', 2)
    items[dimension] = split(list, ';')
  }
  if (isYearly(kind)) items[YEARS] ??= USUAL_YEARS
  const layout = place.lay === undefined || isYearly(kind) ? usualLayout(kind, items) : layoutOf(place.lay, items)
  return { kind, items, layout, ...(place.agg === undefined ? {} : { aggregation: place.agg }) }
}

/** The layout that a kind has before anybody moves anything. */
export function usualLayout(kind: Kind, items: Record<string, string[]>): Record<Axis, string[]> {
  const more = Object.keys(items).filter((dimension) => !ALWAYS.includes(dimension))
  if (isYearly(kind)) return { columns: [YEARS], rows: ['pe'], filters: ['dx', 'ou', ...more.filter((dimension) => dimension !== YEARS)] }
  if (isMap(kind)) return { columns: ['dx'], rows: ['ou'], filters: ['pe', ...more] }
  if (isWhole(kind)) return { columns: ['dx', ...more], rows: [], filters: ['pe', 'ou'] }
  if (spanOf(items.pe)) return { columns: ['dx', ...more], rows: ['ou'], filters: ['pe'] }
  return { columns: ['dx', ...more], rows: ['pe'], filters: ['ou'] }
}

function layoutOf(text: string, items: Record<string, string[]>): Record<Axis, string[]> {
  const [columns = [], rows = [], filters = []] = text.split('|').map((axis) => split(axis, ';').filter((dimension) => dimension in items))
  const placed = new Set([...columns, ...rows, ...filters])
  return { columns, rows, filters: [...filters, ...Object.keys(items).filter((dimension) => !placed.has(dimension))] }
}

/** The question in the words of the address. */
export function placeOf({ kind, items, layout, aggregation }: Question): Place {
  const more = Object.entries(items).filter(([dimension]) => !ALWAYS.includes(dimension))
  const text = (of: Record<Axis, string[]>) => AXES.map((axis) => of[axis].join(';')).join('|')
  const lay = text(layout)
  const some = (list: string[] | undefined) => (list && list.length > 0 ? list.join(';') : undefined)
  return {
    dx: some(items.dx),
    pe: some(items.pe),
    ou: some(items.ou),
    dim: more.length > 0 ? more.map(([dimension, list]) => [dimension, ...(list.length > 0 ? [list.join(';')] : [])].join(':')).join('|') : undefined,
    lay: lay === text(usualLayout(kind, items)) ? undefined : lay,
    agg: aggregation,
    as: kind,
  }
}

/** Another kind, with the layout that the person made where they made one for this sort of kind. */
export function seenAs(question: Question, kind: Kind): Question {
  if (isYearly(kind) !== isYearly(question.kind)) {
    const { [YEARS]: years, ...others } = question.items
    // What moves with today moves with each of the years.
    const items = years ? others : { ...others, pe: ['MONTHS_THIS_YEAR'], [YEARS]: USUAL_YEARS }
    return { ...question, kind, items, layout: usualLayout(kind, items) }
  }
  const isUsual = placeOf(question).lay === undefined
  const isSame = isMap(kind) === isMap(question.kind) && isWhole(kind) === isWhole(question.kind)
  return { ...question, kind, layout: isUsual || !isSame ? usualLayout(kind, question.items) : question.layout }
}

/** A dimension put at the end of another axis. */
export function moved(question: Question, dimension: string, to: Axis): Question {
  const layout = Object.fromEntries(
    AXES.map((axis) => {
      const others = question.layout[axis].filter((one) => one !== dimension)
      return [axis, axis === to ? [...others, dimension] : others]
    }),
  ) as Record<Axis, string[]>
  return { ...question, layout }
}

/** A dimension more (with its items, or all of them), or one less. */
export function withDimension(question: Question, dimension: string, list: string[] | undefined): Question {
  if (list === undefined) {
    const items = Object.fromEntries(Object.entries(question.items).filter(([name]) => name !== dimension))
    return { ...question, items, ...without(question, dimension) }
  }
  const isNew = !(dimension in question.items)
  const next = { ...question, items: { ...question.items, [dimension]: list } }
  return isNew ? moved(next, dimension, isWhole(question.kind) || isMap(question.kind) ? 'filters' : 'columns') : next
}

function without({ layout }: Question, dimension: string): Pick<Question, 'layout'> {
  const left = AXES.map((axis) => [axis, layout[axis].filter((one) => one !== dimension)])
  return { layout: Object.fromEntries(left) as Record<Axis, string[]> }
}

/** Whether there is enough to ask the server. */
export function isComplete({ items, layout }: Question): boolean {
  return ALWAYS.every((dimension) => (items[dimension]?.length ?? 0) > 0) && layout.columns.length + layout.rows.length > 0
}

function split(text: string | undefined, by: string): string[] {
  return text?.split(by).filter(Boolean) ?? []
}

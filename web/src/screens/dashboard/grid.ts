/** DHIS2's grid of dashboards: 60 columns, and rows as high as two columns of its unit; items fall upwards until they lie on another. */

export const COLUMNS = 60

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export type Sized = Partial<Box> & { shape?: 'NORMAL' | 'DOUBLE_WIDTH' | 'FULL_WIDTH' }

const WIDTHS = { NORMAL: 20, DOUBLE_WIDTH: 40, FULL_WIDTH: COLUMNS }
const HEIGHT = 20

/** The items in the order in which they are read, each with its place. Those that were saved without a place come last, row by row. */
export function placed<T extends Sized>(items: readonly T[]): { item: T; box: Box }[] {
  const known = items.filter(({ x, y }) => x !== undefined && y !== undefined).map((item) => ({ item, box: boxOf(item, item.x ?? 0, item.y ?? 0) }))
  known.sort(inReadingOrder)
  const bottom = Math.max(0, ...known.map(({ box }) => box.y + box.height))
  const done: { item: T; box: Box }[] = []
  for (const one of [...known, ...inRows(items.filter(({ x, y }) => x === undefined || y === undefined), bottom)]) {
    done.push({ item: one.item, box: fallen(one.box, done.map(({ box }) => box)) })
  }
  return done.sort(inReadingOrder)
}

function inReadingOrder(one: { box: Box }, other: { box: Box }): number {
  return one.box.y - other.box.y || one.box.x - other.box.x
}

function boxOf({ width, height, shape }: Sized, x: number, y: number): Box {
  const wide = Math.max(1, Math.min(COLUMNS, width ?? WIDTHS[shape ?? 'NORMAL']))
  return { x: Math.max(0, Math.min(x, COLUMNS - wide)), y, width: wide, height: Math.max(1, height ?? HEIGHT) }
}

function inRows<T extends Sized>(items: readonly T[], from: number): { item: T; box: Box }[] {
  let [x, y] = [0, from]
  return items.map((item) => {
    const { width } = boxOf(item, 0, 0)
    if (x + width > COLUMNS) [x, y] = [0, y + HEIGHT]
    const box = boxOf(item, x, y)
    x += width
    return { item, box }
  })
}

/** As far up as nothing is in the way; under what is in the way already. */
function fallen(box: Box, others: readonly Box[]): Box {
  const hit = (y: number) => others.find((other) => box.x < other.x + other.width && other.x < box.x + box.width && y < other.y + other.height && other.y < y + box.height)
  let y = box.y
  while (y > 0 && !hit(y - 1)) y--
  for (let other = hit(y); other; other = hit(y)) y = other.y + other.height
  return { ...box, y }
}

/** A name as it would stand on a map, in pixels. */
export interface NameBox {
  id: string
  left: number
  top: number
  width: number
  height: number
}

/** The names that have room: each that lies on none of those kept before it. */
export function withRoom(boxes: NameBox[]): string[] {
  const kept: NameBox[] = []
  for (const box of boxes) if (!kept.some((one) => isOver(box, one))) kept.push(box)
  return kept.map(({ id }) => id)
}

function isOver(one: NameBox, other: NameBox): boolean {
  return one.left < other.left + other.width && other.left < one.left + one.width && one.top < other.top + other.height && other.top < one.top + one.height
}

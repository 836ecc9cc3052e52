/** Colours that stay readable whatever colour a ministry chooses. */

export const READABLE = 4.5

type Rgb = [number, number, number]

export function parseColour(hex: string): Rgb | undefined {
  const digits = /^#([0-9a-f]{6})$/i.exec(hex)?.[1]
  return digits ? [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16)) as Rgb : undefined
}

/** The contrast of two colours as WCAG counts it, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/** The colour itself, or the nearest to it, on the way to `towards`, that can be read on `ground`. */
export function readable(colour: string, ground: string, towards: string): string {
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = mix(colour, towards, share)
    if (contrast(mixed, ground) >= READABLE) return mixed
  }
  return towards
}

/** What is written on a colour: white or nearly black, whichever reads better. */
export function inkOn(colour: string): string {
  const [light, dark] = ['#ffffff', '#06140f']
  return contrast(colour, light) >= contrast(colour, dark) ? light : dark
}

export function mix(one: string, other: string, share: number): string {
  const [from, to] = [parseColour(one) ?? [0, 0, 0], parseColour(other) ?? [0, 0, 0]]
  return `#${from.map((part, at) => Math.round(part + ((to[at] ?? 0) - part) * share).toString(16).padStart(2, '0')).join('')}`
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = (parseColour(hex) ?? [0, 0, 0]).map((part) => {
    const share = part / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

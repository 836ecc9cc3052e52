/** The kinds of views, by their word in the address, and DHIS2's word for those that it saves as a visualization. */
export const KINDS = {
  column: 'COLUMN',
  'stacked-column': 'STACKED_COLUMN',
  bar: 'BAR',
  'stacked-bar': 'STACKED_BAR',
  line: 'LINE',
  area: 'AREA',
  'stacked-area': 'STACKED_AREA',
  'year-line': 'YEAR_OVER_YEAR_LINE',
  'year-column': 'YEAR_OVER_YEAR_COLUMN',
  pie: 'PIE',
  gauge: 'GAUGE',
  'single-value': 'SINGLE_VALUE',
  pivot: 'PIVOT_TABLE',
  map: 'CHOROPLETH',
  bubbles: 'BUBBLE',
} as const
export type Kind = keyof typeof KINDS

const WORDS = Object.keys(KINDS) as Kind[]

/** In the order in which they are offered. */
export const ALL_KINDS: readonly Kind[] = WORDS

export function kindOf(word: string | undefined): Kind | undefined {
  return WORDS.find((kind) => kind === word)
}

/** The kind that a saved visualization of this type is seen as; undefined for types that are not drawn here. */
export function kindOfType(type: string): Kind | undefined {
  return WORDS.find((kind) => KINDS[kind] === type && !isMap(kind))
}

export function isMap(kind: Kind): boolean {
  return kind === 'map' || kind === 'bubbles'
}

/** A series a year: the same periods of each stand beside each other. */
export function isYearly(kind: Kind): boolean {
  return kind.startsWith('year-')
}

/** One figure, or the parts of one whole: what has an axis of periods elsewhere is added up here. */
export function isWhole(kind: Kind): boolean {
  return kind === 'pie' || kind === 'gauge' || kind === 'single-value'
}

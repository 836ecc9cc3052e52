/** What a view is about, in its address, so that every view is a link. */
export interface Place {
  /** Organisation unit. */
  ou?: string
  /** Period, or relative period on the visualise screen. */
  pe?: string
  /** Data set. */
  ds?: string
  /** Category options of the data set's own combination, joined by `;`. */
  cp?: string
  /** Data elements and indicators, joined by `;`. */
  dx?: string
  /** More dimensions, joined by `|`, each with its items: `<id>:<item>;<item>`. */
  dim?: string
  /** Dimensions as columns, rows and filters: `dx|pe|ou`. */
  lay?: string
  /** An aggregation type in the place of each data element's own. */
  agg?: string
  /** The kind of view, such as `line` or `pivot`. */
  as?: string
  /** A saved visualization, a saved map, a saved dashboard. */
  vis?: string
  map?: string
  db?: string
  /** What a dashboard is looked at by, as `dim`. */
  fil?: string
}

const KEYS = ['ds', 'ou', 'pe', 'cp', 'dx', 'dim', 'lay', 'agg', 'as', 'vis', 'map', 'db', 'fil'] as const

export function readPlace(search: Record<string, unknown>): Place {
  const place: Place = {}
  for (const key of KEYS) {
    const value = search[key]
    if (typeof value === 'string' && value !== '') place[key] = value
  }
  return place
}

/** Plain pairs: the router's own way would write `pe="202501"` with the quotes. */
export function parseSearch(search: string): Record<string, unknown> {
  return Object.fromEntries(new URLSearchParams(search))
}

export function writeSearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(readPlace(search)).map(([key, value]) => `${key}=${encodeURIComponent(String(value)).replace(/%(3A|3B|7C)/g, decodeURIComponent)}`)
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

/** The value types and how each is typed: one line here is all that a form knows about them. */

type Control = 'text' | 'long-text' | 'number' | 'yes-no' | 'tick' | 'date' | 'date-time' | 'time' | 'place' | 'unit' | 'file'

type Expected =
  | 'integer'
  | 'positive'
  | 'negative'
  | 'zero-or-positive'
  | 'number'
  | 'percentage'
  | 'unit-interval'
  | 'letter'
  | 'phone'
  | 'email'
  | 'url'
  | 'username'
  | 'coordinate'
  | 'geojson'

interface Kind {
  control: Control
  inputMode?: 'numeric' | 'decimal' | 'tel' | 'email' | 'url'
  /** The key of the sentence that says what is expected, where a value can be seen to be wrong without the server. */
  expects?: `expects.${Expected}`
  fits?: (value: string) => boolean
}

const NUMBER = /^(-?0|-?[1-9]\d*)(\.\d+)?$/
const between = (low: number, high: number) => (value: string) => NUMBER.test(value) && Number(value) >= low && Number(value) <= high
/** Whole numbers of the shape that the server can hold. */
const whole = (shape: RegExp) => (value: string) => shape.test(value) && Math.abs(Number(value)) <= 2_147_483_647
const like = (shape: RegExp) => (value: string) => shape.test(value)

const TEXT: Kind = { control: 'text' }
const KINDS: Partial<Record<string, Kind>> = {
  LONG_TEXT: { control: 'long-text' },
  LETTER: { control: 'text', expects: 'expects.letter', fits: like(/^\p{L}$/u) },
  NUMBER: { control: 'number', inputMode: 'decimal', expects: 'expects.number', fits: like(NUMBER) },
  UNIT_INTERVAL: { control: 'number', inputMode: 'decimal', expects: 'expects.unit-interval', fits: between(0, 1) },
  PERCENTAGE: { control: 'number', inputMode: 'decimal', expects: 'expects.percentage', fits: between(0, 100) },
  INTEGER: { control: 'number', inputMode: 'numeric', expects: 'expects.integer', fits: whole(/^(0|-?[1-9]\d*)$/) },
  INTEGER_POSITIVE: { control: 'number', inputMode: 'numeric', expects: 'expects.positive', fits: whole(/^[1-9]\d*$/) },
  INTEGER_NEGATIVE: { control: 'number', expects: 'expects.negative', fits: whole(/^-[1-9]\d*$/) },
  INTEGER_ZERO_OR_POSITIVE: { control: 'number', inputMode: 'numeric', expects: 'expects.zero-or-positive', fits: whole(/^(0|[1-9]\d*)$/) },
  BOOLEAN: { control: 'yes-no' },
  TRUE_ONLY: { control: 'tick' },
  DATE: { control: 'date' },
  AGE: { control: 'date' },
  DATETIME: { control: 'date-time' },
  TIME: { control: 'time' },
  PHONE_NUMBER: { control: 'text', inputMode: 'tel', expects: 'expects.phone', fits: like(/^[0-9+()#./\sext-]{6,50}$/) },
  EMAIL: { control: 'text', inputMode: 'email', expects: 'expects.email', fits: like(/^[^@\s]+@[^@\s]+\.[^@\s]+$/) },
  URL: { control: 'text', inputMode: 'url', expects: 'expects.url', fits: like(/^(https?|ftp):\/\/[^\s/]+\S*$/i) },
  USERNAME: { control: 'text', expects: 'expects.username', fits: like(/^(?=.{4,255}$)(?![-_.@])(?!.*[-_.@]{2})[-_.@a-zA-Z0-9]+(?<![-_.@])$/) },
  COORDINATE: { control: 'place', expects: 'expects.coordinate', fits: isPlace },
  ORGANISATION_UNIT: { control: 'unit' },
  FILE_RESOURCE: { control: 'file' },
  IMAGE: { control: 'file' },
  GEOJSON: { control: 'long-text', expects: 'expects.geojson', fits: isShape },
}

export function kindOf(valueType: string): Kind {
  return KINDS[valueType] ?? TEXT
}

/** A place is written as `[longitude,latitude]`; an empty text is a part that is not typed yet. */
export function partsOfPlace(value: string): [longitude: string, latitude: string] {
  const [, longitude = '', latitude = ''] = /^\[([^,\]]*),([^,\]]*)\]$/.exec(value) ?? []
  return [longitude.trim(), latitude.trim()]
}

function isPlace(value: string): boolean {
  const [longitude, latitude] = partsOfPlace(value)
  return between(-180, 180)(longitude) && between(-90, 90)(latitude)
}

const SHAPES = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection', 'Feature', 'FeatureCollection']

function isShape(value: string): boolean {
  try {
    const shape = JSON.parse(value) as { type?: unknown } | null
    return typeof shape?.type === 'string' && SHAPES.includes(shape.type)
  } catch {
    return false
  }
}

/** What was typed, as the server writes it: Arabic digits and decimal commas are numbers too, and 007 is 7. */
export function tidy(typed: string, valueType: string): string {
  const value = typed.trim()
  return kindOf(valueType).control === 'number' ? tidyNumber(value) : value
}

export function tidyNumber(value: string): string {
  const latin = value
    .trim()
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٫,]/g, '.')
    .replace(/^\u2212/, '-')
  return /^-?\d+(\.\d+)?$/.test(latin) ? latin.replace(/^(-?)0+(?=\d)/, '$1') : latin
}

/** The value types and how each is typed: one line here is all that a form knows about them. */

type Control = 'text' | 'long-text' | 'number' | 'yes-no' | 'tick' | 'date' | 'date-time' | 'time' | 'elsewhere'

interface Kind {
  control: Control
  inputMode?: 'numeric' | 'decimal' | 'tel' | 'email' | 'url'
  /** The key of the sentence that says what is expected, where a value can be seen to be wrong without the server. */
  expects?: 'expects.integer' | 'expects.positive' | 'expects.negative' | 'expects.zero-or-positive' | 'expects.number' | 'expects.percentage' | 'expects.unit-interval'
  fits?: (value: string) => boolean
}

const INTEGER = /^(0|-?[1-9]\d*)$/
const NUMBER = /^(-?0|-?[1-9]\d*)(\.\d+)?$/
const between = (low: number, high: number) => (value: string) => NUMBER.test(value) && Number(value) >= low && Number(value) <= high

const TEXT: Kind = { control: 'text' }
const KINDS: Partial<Record<string, Kind>> = {
  LONG_TEXT: { control: 'long-text' },
  NUMBER: { control: 'number', inputMode: 'decimal', expects: 'expects.number', fits: (value) => NUMBER.test(value) },
  UNIT_INTERVAL: { control: 'number', inputMode: 'decimal', expects: 'expects.unit-interval', fits: between(0, 1) },
  PERCENTAGE: { control: 'number', inputMode: 'decimal', expects: 'expects.percentage', fits: between(0, 100) },
  INTEGER: { control: 'number', inputMode: 'numeric', expects: 'expects.integer', fits: (value) => INTEGER.test(value) },
  INTEGER_POSITIVE: { control: 'number', inputMode: 'numeric', expects: 'expects.positive', fits: (value) => /^[1-9]\d*$/.test(value) },
  INTEGER_NEGATIVE: { control: 'number', expects: 'expects.negative', fits: (value) => /^-[1-9]\d*$/.test(value) },
  INTEGER_ZERO_OR_POSITIVE: { control: 'number', inputMode: 'numeric', expects: 'expects.zero-or-positive', fits: (value) => /^(0|[1-9]\d*)$/.test(value) },
  BOOLEAN: { control: 'yes-no' },
  TRUE_ONLY: { control: 'tick' },
  DATE: { control: 'date' },
  AGE: { control: 'date' },
  DATETIME: { control: 'date-time' },
  TIME: { control: 'time' },
  PHONE_NUMBER: { control: 'text', inputMode: 'tel' },
  EMAIL: { control: 'text', inputMode: 'email' },
  URL: { control: 'text', inputMode: 'url' },
  // Files and shapes have no control on this screen; a value that is there is shown.
  FILE_RESOURCE: { control: 'elsewhere' },
  IMAGE: { control: 'elsewhere' },
  GEOJSON: { control: 'elsewhere' },
}

export function kindOf(valueType: string): Kind {
  return KINDS[valueType] ?? TEXT
}

/** What was typed, as the server writes it: Arabic digits and decimal commas are numbers too, and 007 is 7. */
export function tidy(typed: string, valueType: string): string {
  const value = typed.trim()
  if (kindOf(valueType).control !== 'number') return value
  const latin = value
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٫,]/g, '.')
    .replace(/^\u2212/, '-')
  return /^-?\d+(\.\d+)?$/.test(latin) ? latin.replace(/^(-?)0+(?=\d)/, '$1') : latin
}

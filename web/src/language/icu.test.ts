import { describe, expect, it } from 'vitest'
import { formatMessage } from './icu'

describe('an ICU message', () => {
  it('takes arguments and leaves the name of a missing one', () => {
    expect(formatMessage('Hello {name}, {other}', { name: 'Amina' }, 'en')).toBe('Hello Amina, {other}')
  })
  it('keeps a plain apostrophe and quotes braces', () => {
    expect(formatMessage("l'unité {u} '{x}'", { u: 'A' }, 'fr')).toBe("l'unité A {x}")
  })
  it('chooses the plural of the language', () => {
    const message = '{n, plural, =0 {no values} one {# value} other {# values}}'
    expect([0, 1, 1200].map((n) => formatMessage(message, { n }, 'en'))).toEqual(['no values', '1 value', '1,200 values'])
  })
  it('knows the six plurals of Arabic', () => {
    const message = '{n, plural, zero {z} one {o} two {t} few {f} many {m} other {x}}'
    expect([0, 1, 2, 3, 11, 100].map((n) => formatMessage(message, { n }, 'ar')).join('')).toBe('zotfmx')
  })
  it('nests select and plural', () => {
    const message = '{who, select, me {I have {n, plural, one {# child} other {# children}}} other {{who} has {n}}}'
    expect(formatMessage(message, { who: 'me', n: 2 }, 'en')).toBe('I have 2 children')
    expect(formatMessage(message, { who: 'Ali', n: 2 }, 'en')).toBe('Ali has 2')
  })
})

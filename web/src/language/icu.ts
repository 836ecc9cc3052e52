/**
 * ICU messages for i18next: arguments, `number`, `plural` (with `=n` and `#`), `selectordinal` and `select`.
 * Written here because the usual library is 11 kB of the shell's 100.
 */

type Part = string | Argument | 'octothorpe'[]
interface Argument {
  name: string
  kind: 'value' | 'number' | 'plural' | 'selectordinal' | 'select'
  cases: Map<string, Part[]>
}
export type Values = Record<string, string | number | undefined>

const HASH: 'octothorpe'[] = ['octothorpe']

/** Formats one message; a missing value shows as its name in braces, so that a reviewer sees it. */
export function formatMessage(message: string, values: Values, language: string): string {
  return render(parse(message), values, language)
}

const parsed = new Map<string, Part[]>()

function parse(message: string): Part[] {
  const known = parsed.get(message)
  if (known) return known
  const reader = new Reader(message)
  const parts = reader.parts(false)
  parsed.set(message, parts)
  return parts
}

class Reader {
  private at = 0
  constructor(private readonly text: string) {}

  parts(inPlural: boolean): Part[] {
    const parts: Part[] = []
    let plain = ''
    const flush = () => {
      if (plain) parts.push(plain)
      plain = ''
    }
    while (this.at < this.text.length) {
      const char = this.text.charAt(this.at)
      if (char === '}') break
      this.at++
      if (char === '{') {
        flush()
        parts.push(this.argument(inPlural))
      } else if (char === '#' && inPlural) {
        flush()
        parts.push(HASH)
      } else if (char === "'") {
        plain += this.quoted()
      } else {
        plain += char
      }
    }
    flush()
    return parts
  }

  /** An apostrophe quotes only before a brace or `#`; elsewhere it is itself, as in French. */
  private quoted(): string {
    const next = this.text.charAt(this.at)
    if (next === "'") {
      this.at++
      return "'"
    }
    if (!'{}#'.includes(next) || next === '') return "'"
    const end = this.text.indexOf("'", this.at)
    const stop = end < 0 ? this.text.length : end
    const plain = this.text.slice(this.at, stop)
    this.at = stop + 1
    return plain
  }

  private argument(inPlural: boolean): Argument {
    const name = this.word()
    let kind: Argument['kind'] = 'value'
    const cases = new Map<string, Part[]>()
    if (this.take(',')) {
      kind = this.word() as Argument['kind']
      this.take(',')
      while (this.at < this.text.length && this.peek() !== '}') {
        const selector = this.word()
        if (!this.take('{')) throw new Error(`a case of {${name}} has no braces: ${this.text}`)
        cases.set(selector, this.parts(inPlural || kind !== 'select'))
        this.take('}')
      }
    }
    if (!this.take('}')) throw new Error(`{${name}} is not closed: ${this.text}`)
    return { name, kind, cases }
  }

  private peek(): string {
    while (/\s/.test(this.text.charAt(this.at))) this.at++
    return this.text.charAt(this.at)
  }

  private take(char: string): boolean {
    if (this.peek() !== char) return false
    this.at++
    return true
  }

  private word(): string {
    this.peek()
    const start = this.at
    while (/[\w=-]/.test(this.text.charAt(this.at))) this.at++
    return this.text.slice(start, this.at)
  }
}

function render(parts: Part[], values: Values, language: string, count?: number): string {
  let text = ''
  for (const part of parts) {
    if (typeof part === 'string') text += part
    else if (Array.isArray(part)) text += new Intl.NumberFormat(language).format(count ?? 0)
    else text += renderArgument(part, values, language, count)
  }
  return text
}

function renderArgument(argument: Argument, values: Values, language: string, count?: number): string {
  const value = values[argument.name]
  if (value === undefined) return `{${argument.name}}`
  if (argument.kind === 'value') return String(value)
  if (argument.kind === 'number') return new Intl.NumberFormat(language).format(Number(value))
  if (argument.kind === 'select') {
    return render(argument.cases.get(String(value)) ?? argument.cases.get('other') ?? [], values, language, count)
  }
  const amount = Number(value)
  const type = argument.kind === 'plural' ? 'cardinal' : 'ordinal'
  const form = new Intl.PluralRules(language, { type }).select(amount)
  const chosen = argument.cases.get(`=${amount}`) ?? argument.cases.get(form) ?? argument.cases.get('other') ?? []
  return render(chosen, values, language, amount)
}

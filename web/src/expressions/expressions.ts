/**
 * The server's expression language in the browser: the same code, compiled to WebAssembly by `scripts/expression-wasm`.
 * What is asked and answered is told in `crates/expression-wasm/src/desk.rs`.
 */
import { useQuery } from '@tanstack/react-query'
import moduleAddress from './language.wasm?url'

const DIVIDER = '\u001f'

interface Desk {
  put: (byte: number) => void
  answer: () => number
  take: (at: number) => number
}

/** An expression that cannot be computed here; the server may know more. */
export class Incomputable extends Error {}

export class Expressions {
  private readonly known = new Map<string, string[]>()

  constructor(private readonly desk: Desk) {}

  /** What the expression asks for: `#{element.combo}`, `C{constant}`, `[days]`… */
  items(expression: string): string[] {
    const before = this.known.get(expression)
    if (before) return before
    const items = this.ask(['items', expression]).split(DIVIDER).filter(Boolean)
    this.known.set(expression, items)
    return items
  }

  /** Its worth, where an item without a value counts as 0; null where there is no number, as after a division by 0. */
  worth(expression: string, values: ReadonlyMap<string, number>): number | null {
    const pairs = [...values].flatMap(([item, value]) => [item, String(value)])
    const answer = this.ask(['zero', expression, ...pairs])
    if (answer.startsWith('b')) return answer === 'btrue' ? 1 : 0
    const number = Number(answer.slice(1))
    return answer === '' || Number.isNaN(number) ? null : number
  }

  private ask(parts: string[]): string {
    for (const byte of new TextEncoder().encode(parts.join(DIVIDER))) this.desk.put(byte)
    const bytes = Uint8Array.from({ length: this.desk.answer() }, (_, at) => this.desk.take(at))
    const answer = new TextDecoder().decode(bytes)
    if (answer.startsWith('!')) throw new Incomputable(answer.slice(1))
    return answer
  }
}

export function expressionsOf(instance: WebAssembly.Instance): Expressions {
  return new Expressions(instance.exports as unknown as Desk)
}

async function load(): Promise<Expressions> {
  // A file of the web UI itself, not a call of the API.
  // eslint-disable-next-line no-restricted-globals
  const { instance } = await WebAssembly.instantiateStreaming(fetch(moduleAddress))
  return expressionsOf(instance)
}

/** Fetched once, when the first screen asks for it. */
export function useExpressions(wanted: boolean): Expressions | undefined {
  const { data } = useQuery({ queryKey: ['expressions'], queryFn: load, staleTime: Infinity, gcTime: Infinity, enabled: wanted })
  return data
}

/** Why a call failed, in the shape in which screens speak about it. */
export type Trouble = 'no-connection' | 'signed-out' | 'forbidden' | 'not-found' | 'not-built' | 'refused' | 'server'

export class Refusal extends Error {
  constructor(
    readonly trouble: Trouble,
    /** The server's own sentence, empty where it gave none. */
    readonly sentence: string,
    readonly status: number,
    readonly body?: unknown,
  ) {
    super(sentence || `${trouble} (${status})`)
    this.name = 'Refusal'
  }
}

export function troubleOf(status: number): Trouble {
  if (status === 0) return 'no-connection'
  if (status === 401) return 'signed-out'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'not-found'
  if (status === 501) return 'not-built'
  if (status >= 500) return 'server'
  return 'refused'
}

/** No answer at all, or only one of something that stands before the server. */
export function isLineDown(error: unknown): boolean {
  return error instanceof Refusal && (error.trouble === 'no-connection' || [502, 503, 504].includes(error.status))
}

/** The sentence of a WebMessage: the first conflict of an import says more than the message above it. */
export function sentenceOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return ''
  const { response, message } = body as { response?: { conflicts?: { value?: unknown }[] }; message?: unknown }
  const conflict = response?.conflicts?.[0]?.value
  if (typeof conflict === 'string') return conflict
  return typeof message === 'string' ? message : ''
}

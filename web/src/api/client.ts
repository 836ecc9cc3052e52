import { hearTime } from '../periods/calendar'
import { heard, heardNothing } from './connection'
import { Refusal, sentenceOf, troubleOf } from './refusal'

type Parameter = string | number | boolean | undefined | readonly string[]
export type Parameters = Record<string, Parameter>

/** Longer than any answer that a person waits for; a dead line is told to the person instead. */
const PATIENCE_MS = 60_000

let onSignedOut: (() => void) | undefined

/** The session listens here: any answer 401 means that the cookie is no longer good. */
export function whenSignedOut(listener: () => void) {
  onSignedOut = listener
}

export function address(path: string, parameters: Parameters = {}): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) => {
    if (value === undefined) return []
    const values = typeof value === 'object' ? value : [value]
    return values.map((one) => `${name}=${encodeURIComponent(one).replace(/%(3A|3B|2C|5B|5D)/g, decodeURIComponent)}`)
  })
  return `/api/${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
}

export async function get<T>(path: string, parameters?: Parameters, signal?: AbortSignal): Promise<T> {
  return (await ask(address(path, parameters), { signal })) as T
}

export async function post<T>(path: string, body: unknown, look?: Look): Promise<T> {
  return (await ask(address(path), sent('POST', body), look)) as T
}

export async function put<T>(path: string, body: unknown): Promise<T> {
  return (await ask(address(path), sent('PUT', body))) as T
}

/** For who needs more of an answer than its body. */
type Look = (response: Response) => void

function sent(method: string, body: unknown): RequestInit {
  return { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}

export async function del(path: string, parameters?: Parameters): Promise<void> {
  await ask(address(path, parameters), { method: 'DELETE' })
}

/** A file with what belongs to it, as a form of the browser. */
export async function postForm<T>(path: string, form: FormData): Promise<T> {
  return (await ask(address(path), { method: 'POST', body: form })) as T
}

/** Outside `/api`: ends the session as DHIS2's own apps do. The redirect that follows is of no interest. */
export async function postSignOut(): Promise<boolean> {
  try {
    const { type, ok } = await fetch('/dhis-web-commons-security/logout.action', { method: 'POST', redirect: 'manual' })
    return ok || type === 'opaqueredirect'
  } catch {
    return false
  }
}

async function ask(url: string, request: RequestInit, look?: Look): Promise<unknown> {
  const patience = AbortSignal.timeout(PATIENCE_MS)
  const signal = request.signal ? AbortSignal.any([request.signal, patience]) : patience
  const response = await send(url, { ...request, signal })
  const body = await readBody(response)
  hearTime(response.headers.get('date'))
  look?.(response)
  // Something that stands before the server answers so when the server is away.
  if (response.status >= 502 && response.status <= 504) heardNothing()
  else heard()
  if (response.ok) return body
  if (response.status === 401) onSignedOut?.()
  throw new Refusal(troubleOf(response.status), sentenceOf(body), response.status, body)
}

async function send(url: string, request: RequestInit): Promise<Response> {
  const headers = new Headers(request.headers)
  headers.set('Accept', 'application/json')
  // Tells DHIS2 to answer 401 where it would otherwise redirect to its sign-in page.
  headers.set('X-Requested-With', 'XMLHttpRequest')
  try {
    // Figures may be kept for a while, but here they are live: what the browser has is asked for again by its tag.
    return await fetch(url, { cache: 'no-cache', ...request, headers, credentials: 'same-origin' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    heardNothing()
    throw new Refusal('no-connection', '', 0)
  }
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text().catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    // The line dropped in the middle of the answer.
    heardNothing()
    throw new Refusal('no-connection', '', 0)
  })
  if (!text) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

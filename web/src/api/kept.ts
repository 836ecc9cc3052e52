/**
 * Answers that stay on the device, so that a screen opens without a line. The server is always asked first; what was kept
 * stands in when it cannot be reached, or does not answer soon.
 */
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { KeptAnswer } from '../session/device'
import { deviceOf } from '../session/device'
import { whoIsIn } from '../session/session'
import type { Parameters } from './client'
import { address, get } from './client'
import { isReachable } from './connection'
import { isLineDown } from './refusal'

/** How long a person looks at an empty screen before the one of last time is shown. */
const SOON_MS = 4_000

/** The forms of a district's month, and the lists around them. */
const MOST_ANSWERS = 200

interface Context {
  signal?: AbortSignal
  client?: QueryClient
  queryKey?: QueryKey
}

/** `standIn` makes an answer where none was kept: it is better than nothing when there is no line, but not worth more. */
export async function getKept<T>(path: string, parameters: Parameters, context: Context, standIn?: () => Promise<T | undefined>): Promise<T> {
  const url = address(path, parameters)
  const fresh = ask<T>(url, path, parameters, context.signal)
  // Where the line is known to be down nobody waits for it; should it be back, the answer is taken all the same.
  const late = isReachable() ? SOON_MS : 0
  try {
    const first = await Promise.race([fresh, after(late)])
    if (first !== LATE) return first
    const kept = (await readKept<T>(url)) ?? (late === 0 ? await standIn?.() : undefined)
    if (kept === undefined) return await fresh
    fresh.then(
      (answer) => context.queryKey && context.client?.setQueryData(context.queryKey, answer),
      () => undefined,
    )
    return kept
  } catch (error) {
    const kept = isLineDown(error) ? ((await readKept<T>(url)) ?? (await standIn?.())) : undefined
    if (kept === undefined) throw error
    return kept
  }
}

/** What the person waits for is asked for before it. */
const AGAIN_AFTER_MS = 3_000

/** What was kept, at once and without a call; whether it is still so is asked a little later. For what changes rarely. */
export async function getKeptFirst<T>(path: string, context: Required<Pick<Context, 'client' | 'queryKey'>> & Context): Promise<T> {
  const kept = await readKept<T>(address(path))
  if (kept === undefined) return getKept<T>(path, {}, context)
  const again = () => ask<T>(address(path), path, {}, undefined).then(
    (answer) => context.client.setQueryData(context.queryKey, answer),
    () => undefined,
  )
  setTimeout(() => void again(), AGAIN_AFTER_MS)
  return kept
}

const LATE = Symbol('late')

function after(ms: number): Promise<typeof LATE> {
  return new Promise((resolve) => setTimeout(() => resolve(LATE), ms))
}

async function ask<T>(url: string, path: string, parameters: Parameters, signal: AbortSignal | undefined): Promise<T> {
  const answer = await get<T>(path, parameters, signal)
  void keep(url, answer)
  return answer
}

export async function isKept(path: string, parameters: Parameters): Promise<boolean> {
  return (await readKept(address(path, parameters))) !== undefined
}

export async function readKept<T>(url: string): Promise<T | undefined> {
  const store = await storeOfMe()
  const found = await store?.get('answers', url).catch(() => undefined)
  return found?.answer as T | undefined
}

export async function keep(url: string, answer: unknown): Promise<void> {
  const store = await storeOfMe()
  if (!store) return
  try {
    const transaction = store.transaction('answers', 'readwrite')
    const newest = await transaction.store.index('turn').openKeyCursor(null, 'prev')
    const turn = (newest?.key ?? 0) + 1
    await transaction.store.put({ address: url, turn, answer } satisfies KeptAnswer)
    const spare = (await transaction.store.count()) - MOST_ANSWERS
    if (spare > 0) {
      let oldest = await transaction.store.index('turn').openCursor()
      for (let left = spare; oldest && left > 0; left--) {
        await oldest.delete()
        oldest = await oldest.continue()
      }
    }
    await transaction.done
  } catch {
    // A full device keeps no answers; what is typed matters more, and says so itself.
  }
}

/** Changes what is kept of an address, so that it agrees with what has been sent since. */
export async function amendKept<T>(path: string, parameters: Parameters, amend: (answer: T) => T): Promise<void> {
  const url = address(path, parameters)
  const answer = await readKept<T>(url)
  if (answer !== undefined) await keep(url, amend(answer))
}

async function storeOfMe() {
  const me = whoIsIn()
  return me ? deviceOf(me.id) : undefined
}

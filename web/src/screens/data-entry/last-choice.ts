/** Where a person entered data last: the screen opens there the next time. */
import type { Place } from '../../address'
import { readPlace } from '../../address'

function keyOf(username: string): string {
  return `afya.last-entry.${username}`
}

export function lastChoice(username: string): Place | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(username)) ?? 'null') as Record<string, unknown> | null
    return kept ? readPlace(kept) : undefined
  } catch {
    // A browser that forbids storage, or keeps nonsense, forgets; the person chooses.
    return undefined
  }
}

export function rememberChoice(username: string, { ds, ou, pe, cp }: Place): void {
  try {
    localStorage.setItem(keyOf(username), JSON.stringify({ ds, ou, pe, cp }))
  } catch {
    // See lastChoice.
  }
}

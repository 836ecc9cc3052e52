/** Who was signed in last on this device, so that the work goes on without a line. A sign-out forgets it. */
import type { Me } from './session'

const KEY = 'afya.me'

export function keptMe(): Me | undefined {
  try {
    const text = localStorage.getItem(KEY)
    return text ? (JSON.parse(text) as Me) : undefined
  } catch {
    return undefined
  }
}

export function keepMe(me: Me): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(me))
  } catch {
    // Without storage there is no start without a line; nothing else changes.
  }
}

export function forgetMe(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // There was nothing to forget.
  }
}

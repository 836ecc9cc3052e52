/** Whether the server can be reached, as far as the last call and the browser know. */
import { useSyncExternalStore } from 'react'

let reachable = typeof window === 'undefined' || navigator.onLine
let answers = 0
const listeners = new Set<() => void>()

function become(next: boolean) {
  if (next === reachable) return
  reachable = next
  for (const listener of listeners) listener()
}

/** An answer came, be it a refusal. */
export const heard = () => {
  answers++
  become(true)
}
/** No answer came. */
export const heardNothing = () => become(false)

/** How many answers have come to this page, for whoever wants to know whether any came meanwhile. */
export const answersHeard = () => answers

export const isReachable = () => reachable

export function whenReachabilityChanges(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** For the address line of a browser only `offline` is certain; `online` means that it is worth a try. */
if (typeof window !== 'undefined') window.addEventListener('offline', heardNothing)

export function useReachable(): boolean {
  return useSyncExternalStore(whenReachabilityChanges, isReachable)
}

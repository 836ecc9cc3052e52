/** The service worker: started once the screens stand, and replaced by a newer one only when the person wants it. */
import { useSyncExternalStore } from 'react'

const HAND_OVER_MS = 10_000

let offered = false
let waiting: ServiceWorker | undefined
const listeners = new Set<() => void>()

function offer(worker: ServiceWorker) {
  waiting = worker
  offered = true
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** True when a newer version of the UI is on the device and waits. */
export function useUpdate(): boolean {
  return useSyncExternalStore(subscribe, () => offered)
}

export async function startWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  try {
    const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
    if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting)
    registration.addEventListener('updatefound', () => watch(registration.installing))
    // A page that stays open for days asks too.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void registration.update().catch(() => undefined)
    })
  } catch {
    // A browser that allows no worker needs a line to start; nothing else changes.
  }
}

function watch(worker: ServiceWorker | null) {
  worker?.addEventListener('statechange', () => {
    // The first worker of a device replaces nothing.
    if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(worker)
  })
}

/** Loads the page again with the newer version. What is typed must be on the device before that. */
export function takeUpdate(): void {
  // Once: a second one would break off the first.
  let isLoading = false
  const reload = () => {
    if (isLoading) return
    isLoading = true
    window.location.reload()
  }
  // Another tab was faster: the newer version is there already.
  if (!waiting || waiting.state === 'activated' || waiting.state === 'redundant') {
    reload()
    return
  }
  navigator.serviceWorker.addEventListener('controllerchange', reload)
  // Should the browser be slow to hand over, the page is loaded all the same; the offer comes again.
  setTimeout(reload, HAND_OVER_MS)
  waiting.postMessage('take-over')
}

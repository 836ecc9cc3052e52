import { useSyncExternalStore } from 'react'

const narrow = window.matchMedia('(max-width: 40rem)')

function subscribe(changed: () => void) {
  narrow.addEventListener('change', changed)
  return () => narrow.removeEventListener('change', changed)
}

/** A phone held upright, or a page zoomed in far. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches)
}

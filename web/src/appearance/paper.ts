/** Whether the page is being laid out for paper: then what scrolls on a screen is there whole, and no wider than a sheet. */
import { useSyncExternalStore } from 'react'

/** What a drawing may take of a sheet of A4 between its margins, in CSS pixels. */
export const PAPER_WIDTH = 640

let isPrinting = false

export function isOnPaper(): boolean {
  return isPrinting || window.matchMedia('print').matches
}

/** Tells of each change, before the sheets are laid out. Not every browser changes the medium of the page when it prints. */
export function watchPaper(changed: () => void): () => void {
  const media = window.matchMedia('print')
  const [before, after] = [true, false].map((next) => () => {
    isPrinting = next
    changed()
  }) as [() => void, () => void]
  media.addEventListener('change', changed)
  window.addEventListener('beforeprint', before)
  window.addEventListener('afterprint', after)
  return () => {
    media.removeEventListener('change', changed)
    window.removeEventListener('beforeprint', before)
    window.removeEventListener('afterprint', after)
  }
}

export function useOnPaper(): boolean {
  return useSyncExternalStore(watchPaper, isOnPaper)
}

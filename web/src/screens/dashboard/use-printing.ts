import type { RefObject } from 'react'
import { useEffect, useRef, useState } from 'react'

/** Everything that still waits for an answer or for what draws it. */
const WAITING = '[aria-busy=true], [data-waiting]'

/** Prints once everything is there: also what nobody has scrolled to, laid out for paper. */
export function usePrinting(): { grid: RefObject<HTMLDivElement | null>; isPrinting: boolean; print: () => void } {
  const grid = useRef<HTMLDivElement>(null)
  const [isPrinting, setPrinting] = useState(false)
  useEffect(() => {
    const box = grid.current
    if (!isPrinting || !box) return
    const printReady = () => {
      if (box.querySelector(WAITING)) return
      watcher.disconnect()
      // The drawings take the width of the paper in the frame after the next one.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          window.print()
          setPrinting(false)
        }),
      )
    }
    const watcher = new MutationObserver(printReady)
    watcher.observe(box, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-busy'] })
    printReady()
    return () => watcher.disconnect()
  }, [isPrinting])
  return { grid, isPrinting, print: () => setPrinting(true) }
}

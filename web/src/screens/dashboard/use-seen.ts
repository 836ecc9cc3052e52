import type { RefObject } from 'react'
import { useEffect, useState } from 'react'

/** A little before it is on the screen, so that whoever scrolls slowly waits for nothing. */
const BEFORE = '200px'

/** Whether an element has been scrolled to; it stays so. */
export function useSeen(element: RefObject<Element | null>, atOnce: boolean): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    const box = element.current
    if (!box || seen) return
    const watcher = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true), { rootMargin: BEFORE })
    watcher.observe(box)
    return () => watcher.disconnect()
  }, [element, seen])
  return seen || atOnce
}

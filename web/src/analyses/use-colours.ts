import { useSyncExternalStore } from 'react'

export interface Colours {
  ink: string
  inkSoft: string
  line: string
  lineStrong: string
  surface: string
  series: string[]
}

/** The theme's colours as values, for what is drawn and not styled; the same object until the theme changes. */
let current: Colours | undefined

function read(): Colours {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: colour('--ink'),
    inkSoft: colour('--ink-soft'),
    line: colour('--line'),
    lineStrong: colour('--line-strong'),
    surface: colour('--surface'),
    series: [1, 2, 3, 4, 5, 6].map((n) => colour(`--series-${n}`)),
  }
}

function subscribe(changed: () => void) {
  const refresh = () => {
    current = read()
    changed()
  }
  const watcher = new MutationObserver(refresh)
  watcher.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', refresh)
  return () => {
    watcher.disconnect()
    dark.removeEventListener('change', refresh)
    current = undefined
  }
}

function snapshot(): Colours {
  current ??= read()
  return current
}

export function useColours(): Colours {
  return useSyncExternalStore(subscribe, snapshot)
}

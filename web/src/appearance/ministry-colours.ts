import { inkOn, mix, readable } from './contrast'

/** The grounds on which the accent is read, as appearance.css has them. */
export const LIGHT_GROUNDS = ['#fffdf9', '#f7f4ee', '#efeae0'] as const
export const DARK_GROUNDS = ['#0e1312', '#131917', '#1b2320'] as const

const LOOKS = {
  light: { ground: LIGHT_GROUNDS[2], surface: LIGHT_GROUNDS[0], ink: '#1d2422', towards: '#000000' },
  dark: { ground: DARK_GROUNDS[2], surface: DARK_GROUNDS[2], ink: '#ece8df', towards: '#ffffff' },
} as const

/** The ministry's colour and what goes with it, readable on every ground of a look. */
export function coloursOf(colour: string, look: keyof typeof LOOKS) {
  const { ground, surface, ink, towards } = LOOKS[look]
  const first = readable(colour, ground, towards)
  const soft = mix(surface, first, 0.12)
  // What is chosen lies on the soft colour, and its words are in the accent.
  const accent = readable(readable(first, soft, towards), ground, towards)
  return { accent, soft, ink, onAccent: inkOn(accent) }
}

export function styleOf(colour: string): string {
  const rule = (look: keyof typeof LOOKS) => {
    const { accent, soft, onAccent } = coloursOf(colour, look)
    return `--accent:${accent};--on-accent:${onAccent};--accent-soft:${soft};--kanga-a:${accent};`
  }
  const dark = rule('dark')
  return `:root{${rule('light')}} :root[data-theme='dark']{${dark}} @media (prefers-color-scheme:dark){:root:not([data-theme]){${dark}}}`
}

/**
 * The ministry's colour in its own style sheet, the setting `keyCustomCss`: DHIS2 has none for a colour. Whatever else a
 * ministry has written there stays.
 */
const ACCENT = /--accent:\s*(#[0-9a-f]{6})\s*;?/i

export function colourIn(css: string): string | undefined {
  return ACCENT.exec(css)?.[1]?.toLowerCase()
}

export function withColour(css: string, colour: string): string {
  if (colourIn(css) !== undefined) return css.replace(ACCENT, `--accent: ${colour};`)
  return `${css}${css.trim() === '' ? '' : '\n'}:root { --accent: ${colour}; }`
}

/** The drawing that is on the screen as a picture that stands alone: under its title, over its key, with fonts and colours written out. */
const GAP = 16
const TITLE = { size: 18, weight: 700, line: 26 }
const WORDS = { size: 14, weight: 400, line: 22 }
type Type = typeof WORDS

/** `titles` are the name of it, where it has one, and what it shows. Undefined where nothing is drawn. */
export function pictureOf(drawing: Element, titles: string[]): string | undefined {
  const [drawn, figure] = [drawing.querySelector('svg'), drawing.parentElement]
  if (!drawn || !figure) return undefined
  const { width, height } = drawn.getBoundingClientRect()
  const { fontFamily, color, direction, backgroundColor } = getComputedStyle(figure)
  const page = pageOf({ width, family: fontFamily, isRtl: direction === 'rtl' })
  titles.forEach((title, at) => page.paragraph(title, at === 0 ? TITLE : WORDS))
  // What is drawn is placed by coordinates, whichever way the page is read.
  page.put(drawn, { x: 0, width, height, direction: 'ltr' })
  page.down(height)
  page.keys([...figure.querySelectorAll('figcaption > ul > li')])
  const svg = made('svg', { width, height: page.end(), fill: color, color, 'font-family': fontFamily, direction })
  svg.append(made('rect', { width: '100%', height: '100%', fill: backgroundColor }), ...page.parts)
  return new XMLSerializer().serializeToString(svg)
}

interface Paper {
  width: number
  family: string
  isRtl: boolean
}

/** What is written and put below each other, from the top. */
function pageOf({ width, family, isRtl }: Paper) {
  const parts: SVGElement[] = []
  let y = GAP / 2
  const pen = document.createElement('canvas').getContext('2d')
  const long = (text: string, { size, weight }: Type) => {
    if (!pen) return text.length * size
    pen.font = `${String(weight)} ${String(size)}px ${family}`
    return pen.measureText(text).width
  }
  /** From the side where reading starts. */
  const place = (from: number, wide = 0) => (isRtl ? width - from - wide : from)
  const write = (text: string, from: number, type: Type) => {
    const element = made('text', { x: place(from), y: y + type.line * 0.7, 'font-size': type.size, 'font-weight': type.weight })
    element.textContent = text
    parts.push(element)
  }
  const paragraph = (text: string, type: Type, from = GAP) => {
    for (const line of wrapped(text, (words) => long(words, type) <= width - from - GAP)) {
      write(line, from, type)
      y += type.line
    }
  }
  const put = (svg: SVGSVGElement, box: { x: number; width: number; height: number; direction?: 'ltr' }) => {
    const copy = svg.cloneNode(true) as SVGSVGElement
    for (const [name, value] of Object.entries({ ...box, y })) copy.setAttribute(name, String(value))
    parts.push(copy)
  }
  const keys = (items: Element[]) => {
    let from = GAP
    for (const item of items) {
      const [swatch, text] = [item.querySelector('svg'), isolated(item.textContent.trim())]
      const shift = swatch ? 32 : 0
      const wide = shift + long(text, WORDS)
      if (from > GAP && from + wide > width - GAP) {
        from = GAP
        y += WORDS.line
      }
      if (swatch) put(swatch, { x: place(from, 24), width: 24, height: WORDS.line })
      if (from + wide > width - GAP) paragraph(text, WORDS, from + shift)
      else write(text, from + shift, WORDS)
      from = from + wide > width - GAP ? GAP : from + wide + 20
    }
    if (from > GAP) y += WORDS.line
  }
  return { parts, paragraph, put, keys, down: (by: number) => (y += by), end: () => y + GAP / 2 }
}

/** Read in the direction of its own first letter, as in a `bdi`. */
const isolated = (text: string) => `\u2068${text}\u2069`

/** Lines of whole words; a word that fits nowhere has a line of its own. */
export function wrapped(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length > 0 ? `${lines.at(-1) ?? ''} ${word}` : word
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

function made(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value))
  return element
}

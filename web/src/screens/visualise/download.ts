/** What is on the screen, as a file: the picture as SVG or PNG, the figures as CSV. Nothing is asked of the server. */
import type { Cube } from '../../analyses/cube'
import { tickName } from '../../analyses/cube'

export function csvOf(cube: Cube, corner: string): string {
  const lines = [
    [corner, ...cube.columns.map(tickName)],
    ...cube.rows.map((row, at) => [tickName(row), ...(cube.figures[at] ?? []).map((figure) => (figure === null ? '' : String(figure)))]),
  ]
  return lines.map((line) => line.map(quoted).join(',')).join('\r\n') + '\r\n'
}

/** In quotes where it must be. A name that a spreadsheet would take for a formula gets an apostrophe. */
function quoted(text: string): string {
  const plain = /^[=+@\t\r]|^-\D/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

export function saveText(text: string, type: string, name: string): void {
  // The mark at the beginning tells spreadsheets that it is UTF-8.
  save(new Blob(type === 'text/csv' ? ['\uFEFF', text] : [text], { type }), name)
}

const PIXELS = 2

export async function savePng(svg: string, name: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const picture = new Image()
    picture.src = url
    await picture.decode()
    const canvas = document.createElement('canvas')
    canvas.width = picture.width * PIXELS
    canvas.height = picture.height * PIXELS
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
    if (blob) save(blob, name)
  } finally {
    URL.revokeObjectURL(url)
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The browser has taken what it needs by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href))
}

/** A file name that every system takes. */
export function fileName(title: string, extension: string): string {
  const words = title.replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim().slice(0, 80)
  return `${words || 'figures'}.${extension}`
}

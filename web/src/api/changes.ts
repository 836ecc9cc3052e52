/** What the server tells of new figures while a page is open (server-sent events), so that nobody asks again and again. */
import { address, get } from './client'
import { heard } from './connection'
import { Refusal } from './refusal'

/** Data elements by identifier that have new values, or whatever there is. */
export type Told = ReadonlySet<string> | 'everything'

export interface Listener {
  /** Every change from now on is told. `isGapless`: those since the last one that was told, too. */
  ready: (isGapless: boolean) => void
  changed: (told: Told) => void
  /** The line is down; it is tried again. */
  lost: () => void
  /** This server tells nothing. */
  over: () => void
}

const PATH = 'analytics/changes'
/** What a server that is full asks for. */
const AGAIN_MS = 30_000
/** A refusal is there sooner. */
const REFUSAL_MS = 3_000

/** One line until it is closed by the function that is given back. The browser mends it by itself as long as the server does not refuse. */
export function listenToChanges(listener: Listener): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isClosed = false
  const open = () => {
    let isKnown = false
    const line = new EventSource(address(PATH))
    source = line
    const hear = ({ lastEventId }: MessageEvent) => {
      heard()
      isKnown ||= lastEventId !== ''
    }
    line.addEventListener('ready', (event) => {
      listener.ready(isKnown)
      hear(event)
    })
    line.addEventListener('changed', (event: MessageEvent<string>) => {
      hear(event)
      listener.changed(readTold(event.data))
    })
    line.onerror = () => {
      listener.lost()
      if (line.readyState === EventSource.CLOSED) void refused()
    }
  }
  const refused = async () => {
    const isOver = await tellsNothing()
    if (isClosed) return
    if (isOver) listener.over()
    // Not all at once, where many were refused at once.
    else timer = setTimeout(open, AGAIN_MS * (1 + Math.random() / 2))
  }
  open()
  return () => {
    isClosed = true
    clearTimeout(timer)
    source?.close()
  }
}

/** What is not understood may have changed everything. */
export function readTold(data: string): Told {
  try {
    const { dataElements } = JSON.parse(data) as { dataElements?: unknown }
    if (Array.isArray(dataElements)) return new Set(dataElements.filter((id) => typeof id === 'string'))
  } catch {
    // Not JSON.
  }
  return 'everything'
}

/** An `EventSource` does not say why it was refused; the same question says it, and a session that has ended is noticed by it. */
async function tellsNothing(): Promise<boolean> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), REFUSAL_MS)
  try {
    await get(PATH, {}, patience.signal)
    // A whole answer, such as 204.
    return true
  } catch (error) {
    return error instanceof Refusal && error.status >= 400 && error.status < 500 && ![401, 408, 429].includes(error.status)
  } finally {
    clearTimeout(timer)
  }
}

/** The stream of changes: who listens is told which data elements have new values, and what was missed when the line was down. */
import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Answer } from './answer.ts'
import type { Store } from './values.ts'

interface Line {
  session: string
  response: ServerResponse
}

interface Feed {
  told: string[]
  lines: Set<Line>
}

const feeds = new Map<Store, Feed>()

function feedOf(store: Store): Feed {
  const feed = feeds.get(store) ?? { told: [], lines: new Set() }
  feeds.set(store, feed)
  return feed
}

const event = (name: string, id: number, data: string) => `event: ${name}\nid: ${id}\ndata: ${data}\n\n`

/** An id is how many changes there have been. */
export function listen(store: Store, session: string, lastId: string | undefined, response: ServerResponse): void {
  const feed = feedOf(store)
  const line = { session, response }
  feed.lines.add(line)
  response.on('close', () => feed.lines.delete(line))
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  const missed = lastId === undefined ? [] : feed.told.slice(Number(lastId))
  response.write(`retry: 300\n\n${event('ready', feed.told.length - missed.length, '{}')}`)
  missed.forEach((data, at) => response.write(event('changed', feed.told.length - missed.length + at + 1, data)))
}

export function tell(store: Store, change: { dataElements: string[] } | { everything: true }): void {
  const feed = feedOf(store)
  const data = JSON.stringify(change)
  feed.told.push(data)
  for (const { response } of feed.lines) response.write(event('changed', feed.told.length, data))
}

/** As when a server is stopped, or a session is over. */
export function hangUp(store: Store, session?: string): void {
  for (const line of feedOf(store).lines) if (session === undefined || line.session === session) line.response.end()
}

/** How many listen. */
export function lines(store: Store): number {
  return feedOf(store).lines.size
}

/** With its tag, or 304 for who has it. */
export function tagged(answer: Answer, known: string | undefined): Answer {
  if (answer.status !== 200) return answer
  const tag = `"${createHash('sha256').update(JSON.stringify(answer.body)).digest('hex').slice(0, 16)}"`
  const headers = { ETag: tag, 'Cache-Control': 'no-cache, private' }
  return known === tag ? { status: 304, headers } : { ...answer, headers }
}

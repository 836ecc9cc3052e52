/**
 * A small server for the browser tests: the built UI, and as much of the Web API as the screens call, answering from
 * country.ts. Values live per session, so that tests do not see each other's.
 */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { answerApi, storeOf } from './api.ts'
import { listen, tagged } from './changes.ts'

const port = Number(process.env.MOCK_PORT ?? 4180)
const dist = join(import.meta.dirname, '../../dist')
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self';"
const TYPES: Record<string, string> = {
  '.html': 'text/html;charset=UTF-8',
  '.js': 'text/javascript;charset=UTF-8',
  '.css': 'text/css;charset=UTF-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
}

createServer((request, response) => {
  const url = new URL(request.url ?? '/', `http://localhost:${port}`)
  if (url.pathname.startsWith('/api/') || url.pathname.startsWith('/dhis-web-commons')) void respond(url, request, response)
  else file(url.pathname, request, response)
}).listen(port)

async function respond(url: URL, request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const session = sessionOf(request)
  if (url.pathname === '/api/analytics/changes' && follow(request, session, response)) return
  const whole = answerApi(request.method ?? 'GET', url, session, bodyOf(request, text))
  const answer = url.pathname === '/api/analytics' ? tagged(whole, request.headers['if-none-match']) : whole
  response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers })
  response.end(answer.body === undefined ? '' : JSON.stringify(answer.body))
}

/** With the cookie `changes=<status>` the server answers that instead; false where there is no session. */
function follow(request: IncomingMessage, session: string | undefined, response: ServerResponse): boolean {
  const refused = /changes=(\d+)/.exec(request.headers.cookie ?? '')?.[1]
  const store = session === undefined ? undefined : storeOf(session)
  if (refused === undefined && session !== undefined && store) listen(store, session, request.headers['last-event-id']?.toString(), response)
  else if (refused !== undefined) response.writeHead(Number(refused)).end()
  return refused !== undefined || store !== undefined
}

/** JSON as what it means; a form of the browser as it is. */
function bodyOf(request: IncomingMessage, text: string): unknown {
  return text && request.headers['content-type']?.startsWith('application/json') ? (JSON.parse(text) as unknown) : text || undefined
}

function sessionOf(request: IncomingMessage): string | undefined {
  return /JSESSIONID=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
}

function file(path: string, request: IncomingMessage, response: ServerResponse) {
  const wanted = join(dist, normalize(path))
  const found = wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(dist, 'index.html')
  const isNextBuild = path === '/sw.js' && request.headers.cookie?.includes('next-build')
  // What is packed is sent packed, as the server does it: a slow line is measured with what really passes over it.
  const packed = !isNextBuild && request.headers['accept-encoding']?.includes('br') && existsSync(`${found}.br`)
  response.writeHead(200, {
    'Content-Type': TYPES[extname(found)] ?? 'application/octet-stream',
    'Cache-Control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': POLICY,
    // As behind a proxy that allows other origins.
    Vary: 'Origin, Accept-Encoding',
    ...(packed ? { 'Content-Encoding': 'br' } : {}),
  })
  // With this cookie the next build has been put on the server.
  if (isNextBuild) response.end(`// next build\n${readFileSync(found, 'utf8').replace("VERSION = '", "VERSION = 'next-")}`)
  else createReadStream(packed ? `${found}.br` : found).pipe(response)
}

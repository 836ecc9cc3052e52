/**
 * A small server for the browser tests: the built UI, and as much of the Web API as the screens call, answering from
 * country.ts. Values live per session, so that tests do not see each other's.
 */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { answerApi } from './api.ts'

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
  const answer = answerApi(request.method ?? 'GET', url, sessionOf(request), bodyOf(request, text))
  response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers })
  response.end(answer.body === undefined ? '' : JSON.stringify(answer.body))
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
  response.writeHead(200, {
    'Content-Type': TYPES[extname(found)] ?? 'application/octet-stream',
    'Cache-Control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': POLICY,
    // As behind a proxy that allows other origins.
    Vary: 'Origin, Accept-Encoding',
  })
  // With this cookie the next build has been put on the server.
  if (path === '/sw.js' && request.headers.cookie?.includes('next-build')) response.end(`// next build\n${readFileSync(found, 'utf8').replace("VERSION = '", "VERSION = 'next-")}`)
  else createReadStream(found).pipe(response)
}

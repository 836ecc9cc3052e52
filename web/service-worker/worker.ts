/**
 * The screens without a line: every file of one build is fetched when that build is first met, and served from here. What
 * the server answers under /api is none of its business; the screens keep that themselves.
 */
/** Both are written in front of this file by `bundle.ts`. */
declare const VERSION: string
declare const FILES: string[]

const worker = self as unknown as ServiceWorkerGlobalScope
const CURRENT = `afya-files-${VERSION}`
const PAGE = '/index.html'
/** Whatever a server or a proxy says that answers vary by, a file of ours has one content. */
const ANY: CacheQueryOptions = { ignoreVary: true }
/** Paths of the same server that are not ours: the API, and DHIS2's own apps. */
const ELSEWHERE = /^\/(api|apps|dhis-web-[^/]*|oauth2|login\.html)(\/|$)/

worker.addEventListener('install', (event) => event.waitUntil(Promise.all([fetchAll(), leaveAlone(event)])))
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()))
worker.addEventListener('message', ({ data }) => {
  // A new version waits until the person wants it, or until no page of the old one is open.
  if (data === 'take-over') void worker.skipWaiting()
})
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  if (request.mode === 'navigate') {
    if (isScreen(pathname)) event.respondWith(page(request))
  } else if (pathname.startsWith('/assets/') || FILES.includes(pathname)) {
    event.respondWith(file(request))
  }
})

/** Where the browser can be told, calls of the API do not pass through here: nobody waits for a worker to start, and none is too busy to hand over. */
interface Routing {
  addRoutes?: (rule: { condition: { urlPattern: string }; source: 'network' }) => Promise<void>
}

async function leaveAlone(event: ExtendableEvent & Routing): Promise<void> {
  await event.addRoutes?.({ condition: { urlPattern: '/api/*' }, source: 'network' })
}

async function fetchAll(): Promise<void> {
  const cache = await caches.open(CURRENT)
  await Promise.all(FILES.map((path) => fetchOne(cache, path)))
}

/** A hashed file that an older version had is the same file. */
async function fetchOne(cache: Cache, path: string): Promise<void> {
  const lasting = path.startsWith('/assets/')
  const known = lasting ? await caches.match(path, ANY) : undefined
  const response = known ?? (await fetch(path, { cache: lasting ? 'default' : 'reload' }))
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  await cache.put(path, response)
}

/** The version before stays, for pages of it that are still open and have not loaded all of their parts. */
async function takeOver(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith('afya-files-') && name !== CURRENT)
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)))
  await worker.clients.claim()
}

function isScreen(path: string): boolean {
  return !ELSEWHERE.test(path) && !path.slice(path.lastIndexOf('/')).includes('.')
}

async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CURRENT)
  return (await cache.match(PAGE, ANY)) ?? fetch(request)
}

async function file(request: Request): Promise<Response> {
  const known = await caches.match(request, ANY)
  if (known) return known
  const response = await fetch(request)
  // A part too large to be fetched ahead is kept once it was used.
  if (response.ok) {
    const cache = await caches.open(CURRENT)
    await cache.put(request, response.clone())
  }
  return response
}

import { doorHere } from './door'

const PATH = '/sign-in'

/** Somebody not signed in is at `/sign-in`, which remembers where they wanted to go. */
export function showSignInAddress() {
  const { pathname, search, hash } = window.location
  if (pathname === PATH) return
  if (doorHere()) {
    window.history.replaceState(null, '', PATH + hash)
    return
  }
  const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`
  window.history.replaceState(null, '', PATH + next)
}

/** Goes where the person wanted to go, but never to another site. */
export function leaveSignInAddress() {
  if (window.location.pathname !== PATH) return
  const { pathname, search } = wanted()
  window.history.replaceState(null, '', pathname + search)
}

/** The path of the screen that the person is at, or wants to be at once signed in. */
export function wantedPath(): string {
  return wanted().pathname
}

function wanted(): URL {
  const here = new URL(window.location.href)
  if (here.pathname !== PATH) return here
  const next = new URL(here.searchParams.get('next') ?? '/', here.origin)
  return next.origin === here.origin && next.pathname !== PATH ? next : new URL('/', here.origin)
}

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
  const next = new URLSearchParams(window.location.search).get('next') ?? '/'
  const inside = new URL(next, window.location.origin)
  const safe = inside.origin === window.location.origin && inside.pathname !== PATH ? inside.pathname + inside.search : '/'
  window.history.replaceState(null, '', safe)
}

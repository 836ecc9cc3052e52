import { useSyncExternalStore } from 'react'
import { askForMe } from '../ahead'
import { post, postSignOut, whenSignedOut } from '../api/client'
import { isLineDown, Refusal } from '../api/refusal'
import type { Unit } from '../organisation-units/unit'
import { now } from '../periods/calendar'
import { forgetMe, keepMe, keptMe } from './kept-me'
import { leaveSignInAddress } from './sign-in-address'

export interface Me {
  id: string
  username: string
  displayName: string
  /** Where the person may enter data. */
  organisationUnits: Unit[]
  /** Whose figures the person may see; empty means: the same units. */
  dataViewOrganisationUnits: Unit[]
  /** Not there for who was kept on the device by an older version. */
  authorities?: string[]
}

export type Session =
  | { state: 'unknown' }
  | { state: 'out'; expired: false }
  /** The session ended in the middle of the work of `me`, whose screens are kept behind the sign-in. */
  | { state: 'out'; expired: true; me: Me }
  | { state: 'unreachable'; refusal: Refusal }
  | { state: 'in'; me: Me }

let session: Session = { state: 'unknown' }
const listeners = new Set<() => void>()
// Other tabs of this browser have the same session, and must not go on as somebody else.
const otherTabs = new BroadcastChannel('afya-session')

function become(next: Session) {
  session = next
  for (const listener of listeners) listener()
}

/** The person signed in; undefined while an expired session waits for its password. */
export function whoIsIn(): Me | undefined {
  return session.state === 'in' ? session.me : undefined
}

export function whenSignedIn(listener: () => void): void {
  subscribe(() => {
    if (session.state === 'in') listener()
  })
}

/** The cookie is that of another person: nothing may be sent in the name of this one. */
export function sessionIsAnothers(): void {
  if (session.state === 'in') become({ state: 'out', expired: true, me: session.me })
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useSession(): Session {
  return useSyncExternalStore(subscribe, () => session)
}

export async function startSession(): Promise<void> {
  whenSignedOut(sessionIsAnothers)
  otherTabs.onmessage = ({ data }: MessageEvent<{ user: string | null }>) => hearOfOtherTab(data.user)
  await askWhoIAm()
}

function hearOfOtherTab(user: string | null) {
  if (session.state === 'in' && session.me.id !== user) sessionIsAnothers()
  // Where an expired session waits, only its own person opens it.
  else if (session.state === 'out' && user !== null && (!session.expired || session.me.id === user)) void askWhoIAm()
}

export async function askWhoIAm(): Promise<void> {
  try {
    const me = await askForMe()
    const someoneElse = session.state === 'out' && session.expired && session.me.id !== me.id
    // A full load leaves nothing of the last person in memory.
    if (someoneElse) window.location.assign('/')
    else enter(me)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // Whoever has just given a password may be another person than the one kept here.
    const me = session.state === 'unknown' ? keptMe() : undefined
    if (session.state === 'out' && session.expired) return
    if (error.status === 401) become({ state: 'out', expired: false })
    // Without a line the person who was here last works on with what the device kept.
    else if (me && isLineDown(error)) enter(me)
    else become({ state: 'unreachable', refusal: error })
  }
}

function enter(me: Me) {
  keepMe(me)
  leaveSignInAddress()
  become({ state: 'in', me })
}

export interface Credentials {
  username: string
  password: string
  twoFactorCode?: string
}

/** `SUCCESS`, or why not: DHIS2's words, and two of ours for a wrong password and a server out of reach. */
export type SignInOutcome =
  | 'SUCCESS'
  | 'ACCOUNT_LOCKED'
  | 'ACCOUNT_DISABLED'
  | 'ACCOUNT_EXPIRED'
  | 'PASSWORD_EXPIRED'
  | 'INCORRECT_TWO_FACTOR_CODE_TOTP'
  | 'INCORRECT_TWO_FACTOR_CODE_EMAIL'
  | 'EMAIL_TWO_FACTOR_CODE_SENT'
  | 'REQUIRES_TWO_FACTOR_ENROLMENT'
  | 'WRONG_PASSWORD'
  | 'NO_CONNECTION'
  | 'SERVER_TROUBLE'

let signedIn = false

/** True when somebody has signed in since the page was loaded. */
export function signedInHere(): boolean {
  return signedIn
}

/** A server that does not say how long a lock lasts forgets wrong attempts after this time. */
const LOCK_SECONDS = 15 * 60

let lockSeconds = LOCK_SECONDS

/** When an account that was said to be locked is open again, at the latest. */
export function endOfLock(): Date {
  return new Date(now().getTime() + lockSeconds * 1000)
}

export async function signIn(credentials: Credentials): Promise<SignInOutcome> {
  try {
    const { loginStatus } = await post<{ loginStatus: SignInOutcome }>('auth/login', credentials, ({ headers }) => {
      lockSeconds = Number(headers.get('retry-after')) || LOCK_SECONDS
    })
    if (loginStatus === 'SUCCESS') {
      signedIn = true
      await askWhoIAm()
      otherTabs.postMessage({ user: whoIsIn()?.id ?? null })
    }
    return loginStatus
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.trouble === 'no-connection') return 'NO_CONNECTION'
    // A locked account answers 401 with a sentence in some releases, and a status in others.
    if (/locked/i.test(error.sentence)) return 'ACCOUNT_LOCKED'
    return error.status === 401 ? 'WRONG_PASSWORD' : 'SERVER_TROUBLE'
  }
}

/** False where the server could not be reached: the session is still open, and the person must know. */
export async function signOut(): Promise<boolean> {
  const me = whoIsIn()
  if (!(await postSignOut())) return false
  forgetMe()
  otherTabs.postMessage({ user: null })
  if (me) await import('./device').then(({ forgetAnswers }) => forgetAnswers(me.id)).catch(() => undefined)
  // A full load leaves nothing of the last person in memory.
  window.location.assign('/sign-in')
  return true
}

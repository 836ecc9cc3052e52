/** The screens before the sign-in that a letter or a link opens: in the part of the address that is never sent to a server. */
import { useSyncExternalStore } from 'react'

export type DoorName =
  | 'forgot-password'
  | 'update-password'
  | 'expired-password'
  | 'create-account'
  | 'complete-registration'
  | 'email-verification-success'
  | 'email-verification-failure'

export interface Door {
  name: DoorName
  /** What the letter knows. */
  token: string
  username: string
}

const NAMES = new Set<string>([
  'forgot-password',
  'update-password',
  'expired-password',
  'create-account',
  'complete-registration',
  'email-verification-success',
  'email-verification-failure',
] satisfies DoorName[])

let read: { hash: string; door: Door | undefined } = { hash: '', door: undefined }

/** The door that the address names; the same object for as long as the address stays. */
export function doorHere(): Door | undefined {
  const { hash } = window.location
  if (hash !== read.hash) read = { hash, door: doorOf(hash) }
  return read.door
}

function doorOf(hash: string): Door | undefined {
  const [name = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  if (!NAMES.has(name)) return undefined
  const parameters = new URLSearchParams(query)
  return { name: name as DoorName, token: parameters.get('token') ?? '', username: parameters.get('username') ?? '' }
}

function subscribe(changed: () => void) {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

export function useDoor(): Door | undefined {
  return useSyncExternalStore(subscribe, doorHere)
}

export function doorAddress(name: DoorName, username = ''): string {
  return `#/${name}${username ? `?username=${encodeURIComponent(username)}` : ''}`
}

/**
 * What the first screen needs is asked for at once, beside the code that will draw it: on a slow line each wait for one
 * after the other is felt. This stands in the smallest of our files, which the page runs first.
 */
import { get } from './api/client'
import { bestLanguage } from './language/languages'
import { wordsOf } from './language/words'
import { LOADS, loadInside } from './loads'
import { keptMe } from './session/kept-me'
import { readPreference } from './session/preferences'
import { wantedPath } from './session/sign-in-address'
import type { Me } from './session/session'

const UNIT_FIELDS = '[id,displayName,path,leaf]'
const ME_FIELDS = `id,username,displayName,authorities,organisationUnits${UNIT_FIELDS},dataViewOrganisationUnits${UNIT_FIELDS}`

let early: Promise<Me> | undefined

/** Who is signed in; the first to ask has the answer that was asked for at the start. */
export function askForMe(): Promise<Me> {
  const me = early ?? get<Me>('me', { fields: ME_FIELDS })
  early = undefined
  return me
}

export function startAhead(): void {
  early = askForMe()
  // Whoever takes the answer hears of what went wrong with it.
  early.catch(() => undefined)
  const language = preferredLanguage()
  void wordsOf(language, 'shell').catch(() => undefined)
  if (keptMe()) fetchInside()
}

export function preferredLanguage() {
  return bestLanguage([readPreference('language'), ...navigator.languages])
}

/** The screen that the person wants to see, for who is about to sign in; should that fail, it is said once it is needed. */
export function fetchInside(): void {
  const path = wantedPath()
  const { rooms, load } = LOADS[path in LOADS ? (path as keyof typeof LOADS) : '/']
  for (const part of [loadInside(), load(), ...rooms.map((room) => wordsOf(preferredLanguage(), room))]) part.catch(() => undefined)
}

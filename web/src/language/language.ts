import i18next from 'i18next'
import { useSyncExternalStore } from 'react'
import type en from '../messages/en/shell.json'
import type enEntry from '../messages/en/entry.json'
import type enOutbox from '../messages/en/outbox.json'
import type enAccount from '../messages/en/account.json'
import type enFinder from '../messages/en/finder.json'
import type enHome from '../messages/en/home.json'
import type enDoors from '../messages/en/doors.json'
import type enVisualise from '../messages/en/visualise.json'
import type enDashboard from '../messages/en/dashboard.json'
import { preferredLanguage } from '../ahead'
import { writePreference } from '../session/preferences'
import type { Values } from './icu'
import { formatMessage } from './icu'
import type { Language } from './languages'
import { bestLanguage, directionOf, numberLocale } from './languages'
import { wordsOf } from './words'

export interface Messages {
  shell: typeof en
  entry: typeof enEntry
  outbox: typeof enOutbox
  home: typeof enHome
  finder: typeof enFinder
  account: typeof enAccount
  visualise: typeof enVisualise
  dashboard: typeof enDashboard
  doors: typeof enDoors
}
export type Room = keyof Messages
export type Translate<R extends Room = 'shell'> = (key: keyof Messages[R] & string, values?: Values) => string

const rooms = new Set<Room>(['shell'])

const icu = {
  type: 'i18nFormat' as const,
  name: 'icu',
  parse: (message: string, values: Values, language: string) => formatMessage(message, values, numberLocale(language)),
  addLookupKeys: (keys: string[]) => keys,
}

/** Loads the words of the sign-in screen in the language that the person chose last, or that the browser asks for. */
export async function startLanguage(): Promise<void> {
  const language = preferredLanguage()
  await i18next.use(icu).init({ lng: language, fallbackLng: 'en', ns: ['shell'], resources: {}, interpolation: { escapeValue: false } })
  await load(language)
  await i18next.changeLanguage(language)
  dressDocument(language)
}

export async function chooseLanguage(language: Language): Promise<void> {
  writePreference('language', language)
  await load(language)
  await i18next.changeLanguage(language)
  dressDocument(language)
}

/** Loads the words of a room before its first screen is shown. */
export async function enterRoom(room: Room): Promise<void> {
  rooms.add(room)
  await load(currentLanguage())
}

async function load(language: Language): Promise<void> {
  const missing = [...rooms].filter((room) => !i18next.hasResourceBundle(language, room))
  await Promise.all(
    missing.map(async (room) => {
      i18next.addResourceBundle(language, room, await wordsOf(language, room))
    }),
  )
}

function dressDocument(language: Language) {
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
}

export function currentLanguage(): Language {
  return bestLanguage([i18next.language])
}

export function translate<R extends Room>(room: R, key: keyof Messages[R] & string, values: Values = {}): string {
  return i18next.t(key, { ns: room, ...values })
}

function subscribe(changed: () => void) {
  i18next.on('languageChanged', changed)
  return () => i18next.off('languageChanged', changed)
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage)
}

/** `const t = useWords('entry')`, then `t('key', {values})`; the component is drawn again when the language changes. */
export function useWords<R extends Room>(room: R): Translate<R> {
  useLanguage()
  return (key, values) => translate(room, key, values)
}

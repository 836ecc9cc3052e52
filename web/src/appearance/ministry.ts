/** Whose server this is: the ministry's name, logo, colour and words, known before anybody has signed in. */
import { useSyncExternalStore } from 'react'
import { get } from '../api/client'
import { parseColour } from './contrast'
import { styleOf } from './ministry-colours'

export interface Ministry {
  name: string
  logo: string
  /** Six hexadecimal digits. */
  colour?: string
  introduction?: string
  notification?: string
  footer?: string
  /** Whoever forgot a password may have a letter. */
  recovers?: boolean
  /** People may make an account for themselves. */
  registers?: boolean
}

interface LoginConfig {
  applicationTitle?: string
  applicationDescription?: string
  applicationNotification?: string
  applicationLeftSideFooter?: string
  loginPageLogo?: string
  useCustomLogoFront?: boolean
  applicationColour?: string
  emailConfigured?: boolean
  allowAccountRecovery?: boolean
  selfRegistrationEnabled?: boolean
  selfRegistrationNoRecaptcha?: boolean
}

interface Kept extends Ministry {
  /** When it was asked for, in milliseconds since 1970. */
  at: number
  locale: string
}

const KEY = 'afya.ministry'
const DAY_MS = 86_400_000
const PLAIN: Ministry = { name: 'Afya', logo: '/afya.svg' }
const UNNAMED = ['', 'DHIS 2']

let ministry: Ministry = PLAIN
const listeners = new Set<() => void>()
const sheet = new CSSStyleSheet()

function become(next: Ministry) {
  ministry = next
  sheet.replaceSync(next.colour && parseColour(next.colour) ? styleOf(next.colour) : '')
  for (const listener of listeners) listener()
}

function subscribe(changed: () => void) {
  listeners.add(changed)
  return () => listeners.delete(changed)
}

export function useMinistry(): Ministry {
  return useSyncExternalStore(subscribe, () => ministry)
}

export function ministryName(): string {
  return ministry.name
}

/** Dresses the page as it was last time, so that it does not change its colour while one looks. */
export function startMinistry(): void {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  const kept = readKept()
  if (kept) become(kept)
}

/** Asks anew where the page is not known yet, in another language, or from another day. */
export async function askMinistry(locale: string, always = false): Promise<void> {
  const kept = readKept()
  if (!always && kept?.locale === locale && Date.now() - kept.at < DAY_MS) return
  try {
    const next = ministryOf(await get<LoginConfig>('loginConfig', { locale }))
    become(next)
    localStorage.setItem(KEY, JSON.stringify({ ...next, at: Date.now(), locale } satisfies Kept))
  } catch {
    // Without an answer, or without storage, the page stays as it is: nobody waits for a logo.
  }
}

function ministryOf(config: LoginConfig): Ministry {
  const title = plain(config.applicationTitle)
  return {
    name: UNNAMED.includes(title) ? PLAIN.name : title,
    logo: config.useCustomLogoFront && config.loginPageLogo ? config.loginPageLogo : PLAIN.logo,
    ...(config.applicationColour ? { colour: config.applicationColour } : {}),
    introduction: plain(config.applicationDescription),
    notification: plain(config.applicationNotification),
    footer: plain(config.applicationLeftSideFooter),
    recovers: config.emailConfigured === true && config.allowAccountRecovery === true,
    // A captcha would load a script of another site.
    registers: config.selfRegistrationEnabled === true && config.selfRegistrationNoRecaptcha === true,
  }
}

/** Administrators write HTML there; it is read as text, so that a setting is never a script. */
function plain(html: string | undefined): string {
  if (!html) return ''
  return new DOMParser().parseFromString(html, 'text/html').body.textContent.trim()
}

function readKept(): Kept | undefined {
  try {
    const text = localStorage.getItem(KEY)
    return text ? (JSON.parse(text) as Kept) : undefined
  } catch {
    return undefined
  }
}

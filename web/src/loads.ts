/** The parts that are fetched when they are needed: what lies behind the gate, and each screen with the rooms of its words. */
import type { Room } from './language/language'

interface Load<Screen> {
  rooms: Room[]
  load: () => Promise<Screen>
}

const load = <Screen>(rooms: Room[], load: () => Promise<Screen>): Load<Screen> => ({ rooms, load })

type Inside = typeof import('./inside')

let inside: Inside | undefined

/** Undefined until it has been fetched. */
export const insideHere = () => inside

export async function loadInside(): Promise<Inside> {
  return (inside ??= await import('./inside'))
}

export const LOADS = {
  '/': load(['home'], () => import('./screens/home/home')),
  '/data-entry': load(['entry'], () => import('./screens/data-entry/data-entry')),
  '/visualise': load(['visualise'], () => import('./screens/visualise/visualise')),
  '/dashboard': load(['dashboard', 'visualise'], () => import('./screens/dashboard/dashboard')),
  '/profile': load(['account'], () => import('./screens/profile/profile')),
  '/settings': load(['account'], () => import('./screens/settings/settings')),
}

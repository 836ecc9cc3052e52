import type { Place } from '../address'
import { periodOf } from '../periods/period'

/** The screens that the header and the home page lead to. A new one is a line here and a route in `routes.tsx`. */
export const SCREENS = [
  { path: '/data-entry', name: 'menu.data-entry', about: 'home.data-entry' },
  { path: '/visualise', name: 'menu.visualise', about: 'home.visualise' },
  { path: '/dashboard', name: 'menu.dashboards', about: 'home.dashboards' },
] as const

/** What only the person's menu and the search lead to. */
export const MORE_SCREENS = [
  { path: '/', name: 'menu.home' },
  { path: '/profile', name: 'menu.profile' },
  { path: '/settings', name: 'menu.settings' },
] as const

/** What goes along from screen to screen: the unit, and the period where it is one and not a span that ends today. */
export function carried({ ou, pe }: Place): Place {
  return { ...(ou ? { ou } : {}), ...(pe && periodOf(pe) ? { pe } : {}) }
}

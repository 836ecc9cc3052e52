/** The screens that the header and the home page lead to. A new one is a line here and a route in `routes.tsx`. */
export const SCREENS = [
  { path: '/data-entry', name: 'menu.data-entry', about: 'home.data-entry' },
  { path: '/visualise', name: 'menu.visualise', about: 'home.visualise' },
] as const

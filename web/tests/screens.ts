/** Every screen, for what must hold on each of them. A new screen is a line. */
export interface Screen {
  path: string
  /** Is there once the screen is of use. */
  ready: string
  /** So often is the server asked at most, the forms that are kept for a start without a line included; twice the same never. */
  calls: number
  /** So many kB of ours it loads at most, packed; 250 where nothing is said. */
  kB?: number
}

export const SCREENS: Screen[] = [
  // Who one is, the forms, what was handed in, the names of units, favourites.
  { path: '/', ready: '[data-duty]', calls: 5 },
  // Who one is, the forms and the values; the checks and the name of the unit come after the form.
  { path: '/data-entry?ds=MonthlySet1&ou=ClinicAaa01&pe=202601', ready: '[data-form]', calls: 5 },
  { path: '/visualise?dx=Attendance1;MalariaConf', ready: 'figure svg text', calls: 6 },
  { path: '/dashboard', ready: 'main li a', calls: 3 },
  // Who one is, the dashboard, its visualizations together, a map with its shapes, six answers, and what tells of new values. It draws a map.
  { path: '/dashboard?db=DashMalari1', ready: '[data-item] figure svg text', calls: 12, kB: 330 },
  { path: '/profile', ready: '[name=email]', calls: 3 },
  { path: '/settings', ready: '[aria-labelledby=own] select', calls: 4 },
]

/** What is laid over a screen, and how it is opened. */
export const DIALOGS = [
  { name: 'search', path: '/', opener: 'header button[aria-keyshortcuts]', ready: '[role=option]' },
  { name: 'jobs', path: '/', opener: 'header button[aria-haspopup=dialog]:not([aria-keyshortcuts])', ready: 'dialog [role=status], dialog li' },
  { name: 'units', path: '/visualise', opener: 'main button[aria-haspopup=dialog] >> nth=-1', ready: '[role=treegrid]' },
]

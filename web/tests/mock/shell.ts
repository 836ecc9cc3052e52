/** What the header, the home page, the profile and the settings ask for. */
import type { Answer } from './answer.ts'
import { message } from './answer.ts'
import { UNITS } from './country.ts'
import type { SecondStep } from './second-step.ts'
import type { Store } from './values.ts'

export interface Person {
  username: string
  settings: Record<string, string>
  profile: Record<string, string>
  system: Record<string, string>
  secondStep: SecondStep
  /** How often the jobs were asked for. */
  looks: number
}

export function person(username: string): Person {
  return { username, settings: {}, profile: { firstName: 'Halima', surname: 'Nurse', email: 'halima@example.org' }, system: {}, secondStep: { type: 'NOT_ENABLED', wrongCodes: 0, letters: 0 }, looks: 0 }
}

export function readShell(path: string, query: URLSearchParams, store: Store, who: Person): Answer | undefined {
  if (path === 'completeDataSetRegistrations') return completions(store, query)
  if (path === 'validationRules') return { status: 200, body: { validationRules: [] } }
  if (path === 'system/tasks') return { status: 200, body: tasks(who) }
  if (path === 'system/taskSummaries/DATAVALUE_IMPORT/JobValues01') return { status: 200, body: { importCount: { imported: 12, updated: 3, ignored: 1, deleted: 0 }, conflicts: [{ value: 'Period is closed' }] } }
  if (path === 'locales/db') return { status: 200, body: [{ locale: 'en', name: 'English' }, { locale: 'fr', name: 'français' }] }
  if (path === 'systemSettings') return { status: 200, body: Object.fromEntries(query.getAll('key').map((key) => [key, who.system[key] ?? ''])) }
  return undefined
}

/** A job that runs for two looks and is done at the third. */
function tasks(who: Person) {
  if (who.username !== 'clerk') return {}
  who.looks += 1
  const said = (message: string, completed: boolean) => ({ level: 'INFO', category: 'DATAVALUE_IMPORT', message, completed, time: '2026-01-15T08:30:00.000' })
  const started = said('Import started', false)
  const newest = who.looks < 3 ? said(`${who.looks * 40} of 100 values`, false) : said('Import complete', true)
  return { DATAVALUE_IMPORT: { JobValues01: [newest, started] } }
}

export function loginConfig(query: URLSearchParams) {
  const french = query.get('locale') === 'fr'
  return {
    applicationTitle: french ? 'Santé du pays des tests' : 'Health of the Republic of Tests',
    applicationDescription: 'For <b>everybody</b> who reports.<script>alert(1)</script>',
    applicationNotification: 'Reporting closes on the 15th.',
    applicationLeftSideFooter: 'Ministry of Tests',
    useCustomLogoFront: false,
    applicationColour: '#7a2f8f',
    emailConfigured: true,
    allowAccountRecovery: true,
    selfRegistrationEnabled: true,
    selfRegistrationNoRecaptcha: true,
  }
}

/** Profile, password and settings, of the session only, so that tests do not see each other's. */
export function writeShell(method: string, path: string, query: URLSearchParams, who: Person, body: unknown): Answer {
  const [room = '', key = ''] = path.split('/')
  if (method === 'PUT' && path === 'me/changePassword') {
    const { oldPassword } = body as { oldPassword: string }
    return oldPassword === 'Clinic-2026' ? { status: 202 } : message(409, 'OldPassword is incorrect')
  }
  if (method === 'PUT' && path === 'me') Object.assign(who.profile, body)
  else if (room === 'userSettings') who.settings[key] = query.get('value') ?? ''
  else if (path === 'systemSettings') Object.assign(who.system, body)
  else return message(501, `The mock does not take ${path}`)
  return { status: 200, body: { status: 'OK' } }
}

/** DHIS2 leaves the list out where it is empty. */
function completions(store: Store, query: URLSearchParams): Answer {
  const asked = (name: string) => new Set(query.getAll(name))
  const [sets, periods, units] = [asked('dataSet'), asked('period'), asked('orgUnit')]
  const below = (unit: string) => UNITS.some(({ id, path }) => id === unit && path.split('/').some((above) => units.has(above)))
  const found = [...store.complete.keys()]
    .map((key) => key.split('|'))
    .filter(([set = '', unit = '', period = '']) => sets.has(set) && periods.has(period) && below(unit))
    .map(([dataSet, organisationUnit, period, attributeOptionCombo]) => ({ dataSet, organisationUnit, period, attributeOptionCombo, completed: true }))
  return { status: 200, body: found.length > 0 ? { completeDataSetRegistrations: found } : {} }
}

import { BIG_COUNTRY } from './big-country.ts'
import { UNITS } from './country.ts'

/** The people who may sign in to the mock. */
export const ACCOUNTS: Partial<Record<string, { id: string; name: string; password: string; status: string }>> = {
  nurse: { id: 'UserNurse01', name: 'Halima Nurse', password: 'Clinic-2026', status: 'SUCCESS' },
  clerk: { id: 'UserClerk01', name: 'Omar Clerk', password: 'Clinic-2026', status: 'SUCCESS' },
  matron: { id: 'UserMatron1', name: 'Rukia Matron', password: 'Clinic-2026', status: 'SUCCESS' },
  planner: { id: 'UserPlanner', name: 'Planner of Twenty Thousand', password: 'Clinic-2026', status: 'SUCCESS' },
  chief: { id: 'UserChief01', name: 'Chief of Records', password: 'Clinic-2026', status: 'SUCCESS' },
  sleeper: { id: 'UserSleeper', name: 'Old Password', password: 'Clinic-2026', status: 'PASSWORD_EXPIRED' },
  retired: { id: 'UserRetired', name: 'Retired Clerk', password: 'Clinic-2026', status: 'ACCOUNT_DISABLED' },
}

export function meOf(username: string) {
  const whole = username === 'planner' ? BIG_COUNTRY.slice(0, 1) : undefined
  return {
    id: ACCOUNTS[username]?.id ?? '',
    username,
    displayName: ACCOUNTS[username]?.name ?? username,
    organisationUnits: whole ?? UNITS.filter(({ id }) => id.startsWith('District')),
    dataViewOrganisationUnits: whole ?? UNITS.filter(({ id }) => id.startsWith('Country')),
  }
}

export function authoritiesOf(username: string): string[] {
  if (username === 'chief') return ['ALL']
  return username === 'matron' ? ['F_DATAVALUE_ADD', 'F_MINMAX_DATAELEMENT_ADD'] : ['F_DATAVALUE_ADD']
}

/** The people who may sign in to the mock. */
export const ACCOUNTS: Partial<Record<string, { name: string; password: string; status: string }>> = {
  nurse: { name: 'Halima Nurse', password: 'Clinic-2026', status: 'SUCCESS' },
  retired: { name: 'Retired Clerk', password: 'Clinic-2026', status: 'ACCOUNT_DISABLED' },
}

const UNITS = [{ id: 'DistrictA01', displayName: 'Lake District', path: '/CountryAa01/DistrictA01', leaf: false }]

export function meOf(username: string) {
  return {
    id: 'UserNurse01',
    username,
    displayName: ACCOUNTS[username]?.name ?? username,
    organisationUnits: UNITS,
    dataViewOrganisationUnits: [{ id: 'CountryAa01', displayName: 'Republic of Tests', path: '/CountryAa01', leaf: false }],
  }
}

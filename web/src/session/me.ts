import type { Unit } from '../organisation-units/unit'
import type { Me } from './session'
import { useSession } from './session'

/** The person signed in. Behind the gate there always is one, also while an expired session waits for its password. */
export function useMe(): Me {
  const session = useSession()
  if (session.state === 'in' || (session.state === 'out' && session.expired)) return session.me
  throw new Error('useMe is only for screens behind the gate')
}

/** The units whose figures the person sees. */
export function viewRoots(me: Me): Unit[] {
  return me.dataViewOrganisationUnits.length > 0 ? me.dataViewOrganisationUnits : me.organisationUnits
}

/** Whether the person has one of these authorities, or all of them. */
export function useMay(...wanted: string[]): boolean {
  const { authorities = [] } = useMe()
  return authorities.some((one) => one === 'ALL' || wanted.includes(one))
}

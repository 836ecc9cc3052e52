import { useSearch } from '@tanstack/react-router'
import { DashboardList } from './dashboard-list'
import { OpenDashboard } from './open-dashboard'

/** The list of dashboards, or the one that the address names. */
export function Dashboard() {
  const { db } = useSearch({ from: '__root__' })
  return db === undefined ? <DashboardList /> : <OpenDashboard key={db} id={db} />
}

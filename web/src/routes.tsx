import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link, Outlet } from '@tanstack/react-router'
import { parseSearch, readPlace, writeSearch } from './address'
import { TroubleNotice } from './components/trouble'
import { Waiting } from './components/waiting'
import { enterRoom, useWords } from './language/language'
import { LOADS } from './loads'
import { useMe } from './session/me'
import { Header } from './shell/header'
import { Page } from './shell/page'

const enterRooms = (path: keyof typeof LOADS) => Promise.all(LOADS[path].rooms.map(enterRoom))

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound, validateSearch: readPlace })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  loader: () => enterRooms('/'),
  component: lazyRouteComponent(LOADS['/'].load, 'Home'),
})
const dataEntry = createRoute({
  getParentRoute: () => root,
  path: '/data-entry',
  loader: () => enterRooms('/data-entry'),
  component: lazyRouteComponent(LOADS['/data-entry'].load, 'DataEntry'),
})
const visualise = createRoute({
  getParentRoute: () => root,
  path: '/visualise',
  loader: () => enterRooms('/visualise'),
  component: lazyRouteComponent(LOADS['/visualise'].load, 'Visualise'),
})

const dashboard = createRoute({
  getParentRoute: () => root,
  path: '/dashboard',
  loader: () => enterRooms('/dashboard'),
  component: lazyRouteComponent(LOADS['/dashboard'].load, 'Dashboard'),
})

const profile = createRoute({
  getParentRoute: () => root,
  path: '/profile',
  loader: () => enterRooms('/profile'),
  component: lazyRouteComponent(LOADS['/profile'].load, 'Profile'),
})
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  loader: () => enterRooms('/settings'),
  component: lazyRouteComponent(LOADS['/settings'].load, 'Settings'),
})

export const router = createRouter({
  routeTree: root.addChildren([home, dataEntry, visualise, dashboard, profile, settings]),
  parseSearch,
  stringifySearch: writeSearch,
  defaultPendingComponent: Waiting,
  defaultErrorComponent: ({ error, reset }) => <TroubleNotice error={error instanceof Error ? error : new Error(String(error))} again={reset} />,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function Frame() {
  return (
    <>
      <Header me={useMe()} />
      <Outlet />
    </>
  )
}

function NotFound() {
  const t = useWords('shell')
  return (
    <Page title={t('not-found.title')}>
      <p>{t('not-found.advice')}</p>
      <p>
        <Link to="/">{t('menu.home')}</Link>
      </p>
    </Page>
  )
}

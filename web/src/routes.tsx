import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link, Outlet } from '@tanstack/react-router'
import { parseSearch, readPlace, writeSearch } from './address'
import { TroubleNotice } from './components/trouble'
import { Waiting } from './components/waiting'
import { enterRoom, useWords } from './language/language'
import { useMe } from './session/me'
import { Header } from './shell/header'
import { Page } from './shell/page'

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound, validateSearch: readPlace })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  loader: () => enterRoom('home'),
  component: lazyRouteComponent(() => import('./screens/home/home'), 'Home'),
})
const dataEntry = createRoute({
  getParentRoute: () => root,
  path: '/data-entry',
  loader: () => enterRoom('entry'),
  component: lazyRouteComponent(() => import('./screens/data-entry/data-entry'), 'DataEntry'),
})
const visualise = createRoute({
  getParentRoute: () => root,
  path: '/visualise',
  loader: () => enterRoom('visualise'),
  component: lazyRouteComponent(() => import('./screens/visualise/visualise'), 'Visualise'),
})

const dashboard = createRoute({
  getParentRoute: () => root,
  path: '/dashboard',
  loader: () => Promise.all([enterRoom('dashboard'), enterRoom('visualise')]),
  component: lazyRouteComponent(() => import('./screens/dashboard/dashboard'), 'Dashboard'),
})

const profile = createRoute({
  getParentRoute: () => root,
  path: '/profile',
  loader: () => enterRoom('account'),
  component: lazyRouteComponent(() => import('./screens/profile/profile'), 'Profile'),
})
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  loader: () => enterRoom('account'),
  component: lazyRouteComponent(() => import('./screens/settings/settings'), 'Settings'),
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

/** Where the search looks: screens and forms that are known already, units and saved analyses with one call each. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import type { Place } from '../address'
import { readPlace } from '../address'
import { FEWEST_LETTERS, namedQuery, savedAddress } from '../analyses/saved-list'
import { useSettled } from '../components/use-settled'
import { useWords } from '../language/language'
import { searchQuery } from '../organisation-units/queries'
import { metadataQuery } from '../screens/data-entry/metadata'
import { useMe } from '../session/me'
import { carried, MORE_SCREENS, SCREENS } from './screens'

type Kind = 'screen' | 'form' | 'unit' | 'visualizations' | 'maps' | 'dashboards'

export interface Found {
  key: string
  kind: Kind
  name: string
  detail?: string
  to: (typeof SCREENS)[number]['path'] | (typeof MORE_SCREENS)[number]['path']
  search: Place
}

const MOST_OF_A_KIND = 8

export function useFound(words: string): { found: Found[]; busy: boolean; error: Error | null } {
  const settled = useSettled(words)
  const asked = settled.length >= FEWEST_LETTERS && words.length >= FEWEST_LETTERS
  const units = useQuery({ ...searchQuery(settled, 'withinUserDataViewHierarchy'), placeholderData: keepPreviousData })
  const saved = useQuery(namedQuery(settled))
  const near = useNear(words)
  const unitsFound = useUnits(asked ? (units.data ?? []) : [])
  const fits = fitting(words)
  const analyses = (asked ? (saved.data ?? []) : [])
    .filter(({ displayName }) => fits(displayName))
    .map((one): Found => ({ key: one.id, kind: one.kind, name: one.displayName, ...savedAddress(one) }))
  return {
    found: [...near, ...firstOf(unitsFound.filter(({ name }) => fits(name))), ...firstOf(analyses)],
    busy: words !== settled || units.isFetching || saved.isFetching,
    error: units.error ?? saved.error,
  }
}

/** What needs no call: the screens, and the forms, which the home page has brought. */
function useNear(words: string): Found[] {
  const t = useWords('shell')
  const here = usePlace()
  const { data: metadata } = useQuery(metadataQuery)
  const fits = fitting(words)
  const screens = [...SCREENS, ...MORE_SCREENS].map(({ path, name }): Found => ({ key: path, kind: 'screen', name: t(name), to: path, search: carried(here) }))
  const sets = words === '' ? [] : (metadata?.dataSets.filter(({ organisationUnits }) => organisationUnits.length > 0) ?? [])
  const forms = sets.map(({ id, displayName }): Found => ({ key: id, kind: 'form', name: displayName, to: '/data-entry', search: { ...carried(here), ds: id } }))
  return [...screens.filter(({ name }) => fits(name)), ...firstOf(forms.filter(({ name }) => fits(name)))]
}

/** A unit is opened where one is; from elsewhere in the form, or in the visualiser where the person only looks. */
function useUnits(units: readonly { id: string; displayName: string; path: string; ancestors?: { displayName: string }[] }[]): Found[] {
  const me = useMe()
  const here = usePlace()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  return units.map(({ id, displayName, path: way, ancestors }) => {
    const enters = me.organisationUnits.some((root) => way.startsWith(root.path))
    const to = path === '/visualise' || !enters ? '/visualise' : '/data-entry'
    return { key: id, kind: 'unit', name: displayName, detail: ancestors?.map((one) => one.displayName).join(' › '), to, search: to === path ? { ...here, ou: id } : { ...carried(here), ou: id } }
  })
}

function usePlace(): Place {
  return useRouterState({ select: ({ location }) => readPlace(location.search) })
}

function fitting(words: string): (name: string) => boolean {
  const wanted = words.toLocaleLowerCase()
  return (name) => name.toLocaleLowerCase().includes(wanted)
}

function firstOf(found: Found[]): Found[] {
  return found.slice(0, MOST_OF_A_KIND)
}

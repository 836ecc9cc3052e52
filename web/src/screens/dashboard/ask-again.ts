/** Which figures a change may have moved, and how they are asked for again: only what has been loaded, and what is shown stays. */
import type { Query, QueryClient } from '@tanstack/react-query'
import type { Told } from '../../api/changes'

export function bothTold(one: Told, other: Told): Told {
  return one === 'everything' || other === 'everything' ? 'everything' : new Set([...one, ...other])
}

/** `elements`: those whose values decide all of the figures; undefined where others do too, as with an indicator. */
export function isTouched(elements: readonly string[] | undefined, told: Told): boolean {
  return told === 'everything' || !elements || elements.some((id) => told.has(id))
}

export interface Outcome {
  /** Some figures are others now. */
  isNew: boolean
  /** Some could not be had; a later round asks for them whatever it is told. */
  isFailed: boolean
}

export async function askAgain(client: QueryClient, told: Told): Promise<Outcome> {
  const touched = client
    .getQueryCache()
    .findAll({ queryKey: ['analytics'] })
    .filter((query) => isStale(query) || isTouched(query.meta?.elements as string[] | undefined, told))
  // What is not on the screen is asked for when it is next.
  for (const query of touched) query.invalidate()
  const shown = touched.filter((query) => query.isActive())
  const news = await Promise.all(shown.map((query) => askOne(client, query)))
  return { isNew: news.includes(true), isFailed: shown.some(isStale) }
}

/** The last time it could not be had. */
function isStale({ state }: Query): boolean {
  return state.data !== undefined && state.status === 'error'
}

async function askOne(client: QueryClient, query: Query): Promise<boolean> {
  const ask = () => client.refetchQueries({ queryKey: query.queryKey, exact: true, type: 'active' }, { cancelRefetch: false })
  // What is on its way may be from before the change.
  if (query.state.fetchStatus === 'fetching') await ask()
  const before = query.state.data
  // A first answer that failed says so, and waits for the person.
  if (before === undefined) return false
  await ask()
  return query.state.data !== before
}

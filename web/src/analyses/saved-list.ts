/** Lists of what DHIS2 saves of analyses, and where each kind is opened. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getKept } from '../api/kept'

const KINDS = ['visualizations', 'maps', 'dashboards'] as const
export type SavedKind = (typeof KINDS)[number]

export interface Listed {
  id: string
  displayName: string
  kind: SavedKind
  /** DHIS2's type of a visualization. */
  type?: string
}

type Answer = Partial<Record<SavedKind, Omit<Listed, 'kind'>[]>>

export const FEWEST_LETTERS = 2

/** The visualizations, maps and dashboards that fulfil a condition, in one call for the three. */
function listQuery(condition: string) {
  const pairs = KINDS.flatMap((kind) => [
    [`${kind}:filter`, condition],
    [`${kind}:fields`, kind === 'visualizations' ? 'id,displayName,type' : 'id,displayName'],
  ])
  return queryOptions({
    queryKey: ['saved', 'list', condition],
    queryFn: async (context): Promise<Listed[]> => {
      const answer = await getKept<Answer>('metadata', Object.fromEntries(pairs) as Record<string, string>, context)
      return KINDS.flatMap((kind) => (answer[kind] ?? []).map((one) => ({ ...one, kind })))
    },
  })
}

/** What the person has marked with the star. */
export const starredQuery = listQuery('favorite:eq:true')

/** What is saved under a name that holds the words. */
export function namedQuery(words: string) {
  return { ...listQuery(`name:ilike:${words}`), enabled: words.length >= FEWEST_LETTERS, placeholderData: keepPreviousData }
}

export function savedAddress({ kind, id }: Pick<Listed, 'kind' | 'id'>) {
  if (kind === 'dashboards') return { to: '/dashboard' as const, search: { db: id } }
  return { to: '/visualise' as const, search: kind === 'maps' ? { map: id } : { vis: id } }
}

/** What DHIS2 saves of analyses, and where each kind is opened. */
import { getKept } from '../api/kept'

const KINDS = ['visualizations', 'maps', 'dashboards'] as const
export type SavedKind = (typeof KINDS)[number]

export interface Saved {
  id: string
  displayName: string
  kind: SavedKind
}

type Answer = Partial<Record<SavedKind, { id: string; displayName: string }[]>>

/** The visualizations, maps and dashboards that fulfil a condition, in one call for the three. */
export async function getSaved(condition: string, context: Parameters<typeof getKept>[2]): Promise<Saved[]> {
  const pairs = KINDS.flatMap((kind) => [
    [`${kind}:filter`, condition],
    [`${kind}:fields`, 'id,displayName'],
  ])
  const answer = await getKept<Answer>('metadata', Object.fromEntries(pairs) as Record<string, string>, context)
  return KINDS.flatMap((kind) => (answer[kind] ?? []).map((one) => ({ ...one, kind })))
}

export function savedAddress({ kind, id }: Saved) {
  if (kind === 'dashboards') return { to: '/dashboard' as const, search: { db: id } }
  return { to: '/visualise' as const, search: kind === 'maps' ? { map: id } : { vis: id } }
}

/** What a person looks at a dashboard by: other periods, another unit. In the address, so that the view is a link. */
import type { Question } from '../../analyses/question'
import { moved } from '../../analyses/question'
import type { SavedDashboard } from './queries'

export const FILTERS = ['pe', 'ou'] as const
export type Filters = Partial<Record<(typeof FILTERS)[number], string[]>>

/** Which ones the dashboard lets a person use. */
export function allowedFilters({ restrictFilters, allowedFilters: allowed }: Pick<SavedDashboard, 'restrictFilters' | 'allowedFilters'>) {
  return FILTERS.filter((dimension) => !restrictFilters || allowed.includes(dimension))
}

/** Those of an address that are allowed. */
export function readFilters(text: string | undefined, allowed: readonly (typeof FILTERS)[number][]): Filters {
  const filters: Filters = {}
  for (const part of text?.split('|') ?? []) {
    const [name, list] = part.split(':', 2)
    const dimension = allowed.find((one) => one === name)
    const items = list?.split(';').filter(Boolean) ?? []
    if (dimension && items.length > 0) filters[dimension] = items
  }
  return filters
}

export function writeFilters(filters: Filters): string | undefined {
  const parts = FILTERS.flatMap((dimension) => (filters[dimension]?.length ? [`${dimension}:${filters[dimension].join(';')}`] : []))
  return parts.length > 0 ? parts.join('|') : undefined
}

/** The items of the filter stand where the saved ones stood; a dimension that was not there binds the figures. */
export function filtered(question: Question, filters: Filters): Question {
  return FILTERS.reduce<Question>((next, dimension) => {
    const items = filters[dimension]
    if (!items) return next
    const isThere = Object.values(next.layout).some((axis) => axis.includes(dimension))
    const replaced = { ...next, items: { ...next.items, [dimension]: items } }
    return isThere ? replaced : moved(replaced, dimension, 'filters')
  }, question)
}

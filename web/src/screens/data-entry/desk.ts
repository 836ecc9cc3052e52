/** What every part of an open form needs: the form, its values, and where it stands. */
import { useQuery } from '@tanstack/react-query'
import { createContext, use, useMemo, useSyncExternalStore } from 'react'
import { getKept } from '../../api/kept'
import type { Expressions } from '../../expressions/expressions'
import { useExpressions } from '../../expressions/expressions'
import { lengthOf } from '../../periods/calendar'
import { periodOf } from '../../periods/period'
import type { Ground } from './figures'
import { numberOf } from './figures'
import type { Form } from './form'
import type { Sheet } from './sheet'
import type { EntryPlace, MinMax } from './values'

export interface Desk {
  form: Form
  place: EntryPlace
  sheet: Sheet
  /** The values can be read, and not changed. */
  locked: boolean
  /** What is usual in a field, by its key. */
  limits: ReadonlyMap<string, MinMax>
}

export const DeskContext = createContext<Desk | undefined>(undefined)

export function useDesk(): Desk {
  const desk = use(DeskContext)
  if (!desk) throw new Error('the parts of a form stand inside of a desk')
  return desk
}

/** Something plain that is computed from the values, and again when one of them changes. */
export function useComputed<T extends string | number | boolean | null | undefined>(sheet: Sheet, compute: () => T): T {
  return useSyncExternalStore(sheet.subscribe, compute)
}

interface Constants {
  constants: { id: string; value: number }[]
}

/** The language of formulas and the ground that they are computed on, once there are formulas and the form is ready. */
export function useFormulas(desk: Desk, formulas: readonly string[]): { expressions: Expressions; ground: Ground } | undefined {
  const expressions = useExpressions(formulas.length > 0)
  const asksConstants = formulas.some((formula) => formula.includes('C{'))
  const { data } = useQuery({
    queryKey: ['constants'],
    enabled: asksConstants,
    queryFn: (context) => getKept<Constants>('constants', { fields: 'id,value', paging: false }, context),
  })
  const { form, place, sheet } = desk
  const ground = useMemo((): Ground => {
    const period = periodOf(place.period)
    return {
      valueOf: (key) => numberOf(sheet.cell(key).value),
      keysOf: keysByElement(form),
      attribute: place.attribute?.optionCombo ?? form.defaultOptionCombo,
      days: period ? lengthOf(period.start, period.end) : 0,
      constants: new Map((data?.constants ?? []).map(({ id, value }) => [id, value])),
    }
  }, [form, place, sheet, data])
  return expressions && { expressions, ground }
}

function keysByElement(form: Form): Map<string, string[]> {
  const keys = new Map<string, string[]>()
  for (const { key, dataElement } of form.cells.values()) keys.set(dataElement, [...(keys.get(dataElement) ?? []), key])
  return keys
}

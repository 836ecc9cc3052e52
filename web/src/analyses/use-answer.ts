import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useLanguage } from '../language/language'
import { unitQuery } from '../organisation-units/queries'
import { periodOf } from '../periods/period'
import { periodName } from '../periods/period-name'
import type { Cube } from './cube'
import { cubeOf } from './cube'
import { isMap, isYearly } from './kinds'
import { analyticsQuery } from './query'
import type { Question } from './question'
import { spanName, spanOf } from './span'

interface Answer {
  /** Undefined as long as there is none. */
  cube: Cube | 'too-large' | undefined
  error: Error | null
  isFetching: boolean
  /** When the server gave these figures of this very question, in milliseconds since 1970; 0 while there are none. */
  at: number
  again: () => void
}

interface Asked {
  /** An answer that came after this moment (in milliseconds since 1970) is good for whoever asks the same once more. */
  since: number
  /** Whether it may be asked yet. */
  may: boolean
  /** The data elements whose values decide the figures, where it is them alone. */
  elements: string[] | undefined
}

/** The figures that a question asks for; without `asked`, anew each time that the screen is come back to. */
export function useAnswer(question: Question, asked?: Asked): Answer {
  const language = useLanguage()
  const unitId = question.items.ou?.[0] ?? ''
  const isBelow = isMap(question.kind) && question.items.ou?.length === 1 && /^\w{11}$/.test(unitId)
  const { data: unit, error: unitError, refetch: askUnit } = useQuery({ ...unitQuery(unitId), enabled: isBelow })
  // The path holds the unit and all above it.
  const query = analyticsQuery(question, unit?.path.split('/').length)
  const rules = asked && {
    refetchOnWindowFocus: false,
    refetchOnMount: ({ state }: { state: { dataUpdatedAt: number; isInvalidated: boolean } }) => state.isInvalidated || state.dataUpdatedAt < asked.since,
    meta: { elements: asked.elements },
  }
  const enabled = query.enabled === true && !(isBelow && unit === undefined) && asked?.may !== false
  const { data, error, isFetching, isPlaceholderData, dataUpdatedAt, refetch } = useQuery({ ...query, ...rules, enabled, placeholderData: keepPreviousData })
  const cube = useMemo(() => data && readCube(data, question, language), [data, question, language])
  const failed = isBelow ? unitError : null
  return { cube, error: error ?? failed, isFetching, at: isPlaceholderData ? 0 : dataUpdatedAt, again: () => void (failed ? askUnit() : refetch()) }
}

function readCube(data: Parameters<typeof cubeOf>[0], question: Question, language: string): Cube | 'too-large' {
  try {
    const cube = cubeOf(data, question, (id, name) => {
      const period = periodOf(id)
      return period ? periodName(period, language, !isYearly(question.kind)) : name
    })
    const span = spanOf(question.items.pe)
    return span ? { ...cube, filters: [...cube.filters, spanName(span, language)] } : cube
  } catch (error) {
    if (error instanceof RangeError) return 'too-large'
    throw error
  }
}

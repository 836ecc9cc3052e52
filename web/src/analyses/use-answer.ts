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

interface Answer {
  /** Undefined as long as there is none. */
  cube: Cube | 'too-large' | undefined
  error: Error | null
  isFetching: boolean
  again: () => void
}

/**
 * The figures that a question asks for. With `since`, an answer that came after that moment (in milliseconds since 1970) is good
 * for whoever asks the same once more.
 */
export function useAnswer(question: Question, since?: number): Answer {
  const language = useLanguage()
  const unitId = question.items.ou?.[0] ?? ''
  const isBelow = isMap(question.kind) && question.items.ou?.length === 1 && /^\w{11}$/.test(unitId)
  const { data: unit, error: unitError, refetch: askUnit } = useQuery({ ...unitQuery(unitId), enabled: isBelow })
  // The path holds the unit and all above it.
  const query = analyticsQuery(question, unit?.path.split('/').length)
  const asked = since === undefined ? {} : { refetchOnWindowFocus: false, refetchOnMount: ({ state }: { state: { dataUpdatedAt: number } }) => state.dataUpdatedAt < since }
  const enabled = query.enabled === true && !(isBelow && unit === undefined)
  const { data, error, isFetching, refetch } = useQuery({ ...query, ...asked, enabled, placeholderData: keepPreviousData })
  const cube = useMemo(() => data && readCube(data, question, language), [data, question, language])
  const failed = isBelow ? unitError : null
  return { cube, error: error ?? failed, isFetching, again: () => void (failed ? askUnit() : refetch()) }
}

function readCube(data: Parameters<typeof cubeOf>[0], question: Question, language: string): Cube | 'too-large' {
  try {
    return cubeOf(data, question, (id, name) => {
      const period = periodOf(id)
      return period ? periodName(period, language, !isYearly(question.kind)) : name
    })
  } catch (error) {
    if (error instanceof RangeError) return 'too-large'
    throw error
  }
}

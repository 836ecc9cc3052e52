/** The values of one session: what was typed, over what the country reports every month. */
import type { Answer } from './answer.ts'
import { message } from './answer.ts'
import { ELEMENTS, INDICATORS, UNITS } from './country.ts'

interface Value {
  dataElement: string
  categoryOptionCombo: string
  value?: string
  deleted?: boolean
  comment?: string
}

export interface ValueSet {
  dataSet: string
  period: string
  orgUnit: string
  attributeOptionCombo?: string
  dataValues: Value[]
}

export type Store = Map<string, Value>

const LOCKED_YEAR = '2019'

export function importValues(store: Store, set: ValueSet): Answer {
  const [value] = set.dataValues
  if (!value) return summary('SUCCESS', [])
  if (set.period.startsWith(LOCKED_YEAR)) return summary('ERROR', [`Period ${set.period} is closed`])
  if (!value.deleted && !value.value) return summary('ERROR', ['Value #0 value is required'])
  // One number that this server never likes, so that a refusal can be seen.
  if (value.value === '666') return summary('ERROR', ['Value #0 value `666` was refused by a rule of the ministry'])
  const key = [set.orgUnit, set.period, set.attributeOptionCombo ?? 'PlainOption', value.dataElement, value.categoryOptionCombo].join('|')
  if (value.deleted) store.delete(key)
  else store.set(key, value)
  return summary('SUCCESS', [])
}

function summary(status: 'SUCCESS' | 'ERROR', sentences: string[]): Answer {
  const conflicts = sentences.map((sentence) => ({ value: sentence, errorCode: 'E8122', indexes: [0] }))
  return {
    status: status === 'SUCCESS' ? 200 : 409,
    body: { status, message: 'An error occurred, please check import summary.', response: { responseType: 'ImportSummary', status, conflicts } },
  }
}

export function readValues(store: Store, query: URLSearchParams): Answer {
  const attribute = { OptPartner1: 'PartnerOne1', OptPartner2: 'PartnerTwo1' }[query.get('cp') ?? ''] ?? 'PlainOption'
  const start = `${query.get('ou') ?? ''}|${query.get('pe') ?? ''}|${attribute}|`
  const dataValues = [...store].filter(([key]) => key.startsWith(start)).map(([, value]) => value)
  const lockStatus = query.get('pe')?.startsWith(LOCKED_YEAR) ? 'LOCKED' : 'OPEN'
  return { status: 200, body: { dataValues, minMaxValues: [], lockStatus, completeStatus: { complete: false } } }
}

export function analytics(store: Store, query: URLSearchParams): Answer {
  const dimension = (name: string) =>
    [...query.getAll('dimension'), ...query.getAll('filter')].find((one) => one.startsWith(`${name}:`))?.slice(name.length + 1).split(';') ?? []
  const [unit] = dimension('ou')
  const periods = dimension('pe').flatMap(monthsOf)
  const known = [...ELEMENTS, ...INDICATORS]
  const data = dimension('dx').filter((id) => known.some((one) => one.id === id))
  if (data.length === 0 || !unit) return message(409, 'Dimension dx is present in query without any valid dimension options')
  if (data.includes('CholeraNew1')) return result(data, periods, unit, [])
  const rows = data.flatMap((id) => periods.map((period, n) => [id, period, String(usual(id, n) + typed(store, id, period, unit))]))
  return result(data, periods, unit, rows)
}

function result(data: string[], periods: string[], unit: string, rows: string[][]): Answer {
  const names = [...ELEMENTS, ...INDICATORS, ...UNITS].map(({ id, displayName }) => [id, { name: displayName }] as const)
  const items = Object.fromEntries([...names, ...periods.map((period) => [period, { name: `Month ${period}` }] as const)])
  return {
    status: 200,
    body: { headers: ['dx', 'pe', 'value'].map((name) => ({ name })), metaData: { items, dimensions: { dx: data, pe: periods, ou: [unit] } }, rows },
  }
}

function monthsOf(relative: string): string[] {
  if (/^\d+/.test(relative)) return [relative]
  const now = new Date()
  const back = (n: number) => {
    const date = new Date(Date.UTC(now.getFullYear(), now.getMonth() - n, 1))
    return date.toISOString().slice(0, 7).replace('-', '')
  }
  if (relative === 'THIS_MONTH') return [back(0)]
  const count = relative === 'LAST_6_MONTHS' ? 6 : 12
  return Array.from({ length: count }, (_, n) => back(count - n))
}

function usual(id: string, month: number): number {
  return Math.round(400 + 180 * Math.sin((month + id.length) / 2) + (id.charCodeAt(0) % 7) * 40)
}

function typed(store: Store, id: string, period: string, unit: string): number {
  const below = UNITS.filter(({ path }) => path.includes(unit)).map((one) => one.id)
  return [...store]
    .filter(([key]) => key.includes(`|${period}|`) && key.includes(`|${id}|`) && below.some((one) => key.startsWith(one)))
    .reduce((sum, [, { value }]) => sum + Number(value ?? 0), 0)
}

/** The values of one session: what was typed, over what the country reports every month. */
import type { Answer } from './answer.ts'
import { message } from './answer.ts'
import { ELEMENTS, INDICATORS, OPERANDS, UNITS } from './country.ts'

interface Value {
  dataElement: string
  categoryOptionCombo: string
  value?: string
  deleted?: boolean
  comment?: string
  followUp?: boolean
  storedBy?: string
  lastUpdated?: string
}

export interface ValueSet {
  dataSet: string
  period: string
  orgUnit: string
  attributeOptionCombo?: string
  dataValues: Value[]
}

/** What the people of one test have entered. */
export interface Store {
  values: Map<string, Value>
  /** The reports marked complete, and by whom. */
  complete: Map<string, { createdBy: string; created: string }>
  /** What is usual, by unit and field. */
  limits: Map<string, Limit>
}

export interface Limit {
  dataElement: string
  categoryOptionCombo: string
  minValue: number
  maxValue: number
}

export function emptyStore(): Store {
  return { values: new Map(), complete: new Map(), limits: new Map() }
}

const LOCKED_YEAR = '2019'

export function importValues(store: Store, username: string, set: ValueSet): Answer {
  if (set.period.startsWith(LOCKED_YEAR)) return summary('ERROR', [`Period ${set.period} is closed`])
  const wrong = set.dataValues.flatMap((value, n) => {
    if (!value.deleted && !value.value) return [`Value #${n} value is required`]
    // One number that this server never likes, so that a refusal can be seen.
    if (value.value === '666') return [`Value #${n} value \`666\` was refused by a rule of the ministry`]
    store.values.set(keyOf(set, value), { ...value, storedBy: username, lastUpdated: new Date().toISOString().slice(0, -1) })
    return []
  })
  return summary(wrong.length > 0 ? 'ERROR' : 'SUCCESS', wrong)
}

function keyOf(set: ValueSet, { dataElement, categoryOptionCombo }: Value): string {
  return [set.orgUnit, set.period, set.attributeOptionCombo ?? 'PlainOption', dataElement, categoryOptionCombo].join('|')
}

function summary(status: 'SUCCESS' | 'ERROR', sentences: string[]): Answer {
  const conflicts = sentences.map((sentence) => ({ value: sentence, errorCode: 'E8122', indexes: [0] }))
  return {
    status: status === 'SUCCESS' ? 200 : 409,
    body: { status, message: 'An error occurred, please check import summary.', response: { responseType: 'ImportSummary', status, conflicts } },
  }
}

export function readValues(store: Store, query: URLSearchParams): Answer {
  const attribute = attributeOf(query.get('cp') ?? '')
  const start = `${query.get('ou') ?? ''}|${query.get('pe') ?? ''}|${attribute}|`
  const dataValues = [...store.values].filter(([key, { deleted }]) => key.startsWith(start) && !deleted).map(([, value]) => value)
  const completed = store.complete.get([query.get('ds'), query.get('ou'), query.get('pe'), attribute].join('|'))
  const lockStatus = query.get('pe')?.startsWith(LOCKED_YEAR) ? 'LOCKED' : 'OPEN'
  return { status: 200, body: { dataValues, minMaxValues: [], lockStatus, completeStatus: { complete: completed !== undefined, ...completed } } }
}

function attributeOf(options: string): string {
  return { OptPartner1: 'PartnerOne1', OptPartner2: 'PartnerTwo1' }[options] ?? 'PlainOption'
}

export interface Mark {
  dataSet: string
  period: string
  orgUnit: string
  attribute?: { options: string[] }
  completed?: boolean
}

export function markComplete(store: Store, username: string, { dataSet, period, orgUnit, attribute, completed }: Mark): Answer {
  const key = [dataSet, orgUnit, period, attributeOf(attribute?.options[0] ?? '')].join('|')
  if (completed === false) store.complete.delete(key)
  else store.complete.set(key, { createdBy: username, created: new Date().toISOString().slice(0, -1) })
  return { status: 200 }
}

/** Who wrote a cell last; here that is all of its history. */
export function readContext(store: Store, query: URLSearchParams): Answer {
  const key = [query.get('ou'), query.get('pe'), attributeOf(query.get('cp') ?? ''), query.get('de'), query.get('co')].join('|')
  const value = store.values.get(key)
  const audit = value && { auditType: value.deleted ? 'DELETE' : 'UPDATE', modifiedBy: value.storedBy, created: value.lastUpdated }
  return { status: 200, body: { audits: audit ? [audit] : [], history: [] } }
}

/** The items of the second category, as the mock takes figures apart: by halves. */
const SEXES = ['SexMale0001', 'SexFemale01']

export function analytics(store: Store, query: URLSearchParams): Answer {
  const asked = [...query.getAll('dimension'), ...query.getAll('filter')].map((one) => one.split(':') as [string, string | undefined])
  const list = (name: string) => asked.find(([dimension]) => dimension === name)?.[1]?.split(';') ?? []
  const day = query.get('relativePeriodDate')
  const today = day === null ? new Date() : new Date(day)
  // In the place of periods.
  const days = query.get('startDate')
  // Each year differs from the others.
  const more = day === null ? 0 : today.getFullYear() % 100
  const known = [...ELEMENTS, ...INDICATORS, ...OPERANDS]
  const items: Record<string, string[]> = {
    dx: list('dx').filter((id) => known.some((one) => one.id === id)),
    pe: days ? [days.slice(0, 7).replace('-', '')] : list('pe').flatMap((period) => monthsOf(period, today)),
    ou: unitsOf(list('ou')),
    ...(asked.some(([dimension]) => dimension === 'SexCategory') ? { SexCategory: SEXES } : {}),
  }
  const { dx: data = [], pe: periods = [], ou: units = [] } = items
  if (data.length === 0 || units.length === 0) return message(409, 'Dimension dx is present in query without any valid dimension options')
  const axes = query.getAll('dimension').map((one) => one.split(':')[0] ?? '')
  if (data.includes('CholeraNew1')) return result(axes, items, [])
  const figure = (at: Record<string, string>) => {
    const on = (name: string) => (name in at ? [at[name] ?? ''] : (items[name] ?? []))
    const all = on('dx').flatMap((id) => on('pe').flatMap((period) => on('ou').map((unit) => usual(id, periods.indexOf(period)) + more + typed(store, id, period, unit))))
    return all.reduce((sum, one) => sum + one, 0) / ('SexCategory' in at ? 2 : 1)
  }
  const places = axes.reduce<Record<string, string>[]>((ways, axis) => ways.flatMap((way) => (items[axis] ?? []).map((id) => ({ ...way, [axis]: id }))), [{}])
  return result(axes, items, places.map((at) => [...axes.map((axis) => at[axis] ?? ''), String(figure(at))]))
}

/** Units by identifier, or those of a level below them. */
function unitsOf(asked: string[]): string[] {
  const roots = UNITS.filter(({ id }) => asked.includes(id))
  const level = asked.find((item) => item.startsWith('LEVEL-'))?.slice('LEVEL-'.length)
  if (level === undefined) return roots.map(({ id }) => id)
  return UNITS.filter(({ path }) => path.split('/').length - 1 === Number(level) && roots.some((root) => path.startsWith(root.path))).map(({ id }) => id)
}

function result(axes: string[], dimensions: Record<string, string[]>, rows: string[][]): Answer {
  const named = [...ELEMENTS, ...INDICATORS, ...OPERANDS, ...UNITS, { id: SEXES[0] ?? '', displayName: 'Male' }, { id: SEXES[1] ?? '', displayName: 'Female' }]
  const names = named.map(({ id, displayName }) => [id, { name: displayName }] as const)
  const items = Object.fromEntries([...names, ...(dimensions.pe ?? []).map((period) => [period, { name: `Month ${period}` }] as const)])
  return { status: 200, body: { headers: [...axes, 'value'].map((name) => ({ name })), metaData: { items, dimensions }, rows } }
}

function monthsOf(relative: string, now: Date): string[] {
  if (/^\d+/.test(relative)) return [relative]
  const back = (n: number) => {
    const date = new Date(Date.UTC(now.getFullYear(), now.getMonth() - n, 1))
    return date.toISOString().slice(0, 7).replace('-', '')
  }
  if (relative === 'MONTHS_THIS_YEAR') return Array.from({ length: 12 }, (_, n) => `${now.getFullYear()}${String(n + 1).padStart(2, '0')}`)
  if (relative === 'THIS_MONTH') return [back(0)]
  const count = relative === 'LAST_6_MONTHS' ? 6 : 12
  return Array.from({ length: count }, (_, n) => back(count - n))
}

function usual(id: string, month: number): number {
  return Math.round(400 + 180 * Math.sin((month + id.length) / 2) + (id.charCodeAt(0) % 7) * 40)
}

function typed(store: Store, id: string, period: string, unit: string): number {
  const below = UNITS.filter(({ path }) => path.includes(unit)).map((one) => one.id)
  return [...store.values]
    .filter(([key, { deleted }]) => !deleted && key.includes(`|${period}|`) && key.includes(`|${id}|`) && below.some((one) => key.startsWith(one)))
    .reduce((sum, [, { value }]) => sum + Number(value ?? 0), 0)
}

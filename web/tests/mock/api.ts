import { randomUUID } from 'node:crypto'
import { ACCOUNTS, authoritiesOf, meOf } from './accounts.ts'
import type { Answer } from './answer.ts'
import { message } from './answer.ts'
import { BIG_COUNTRY } from './big-country.ts'
import type { Unit } from './country.ts'
import { ELEMENTS, INDICATORS, METADATA, OPERANDS, UNITS } from './country.ts'
import type { Analyses } from './analyses.ts'
import { readAnalyses, startAnalyses, writeAnalyses } from './analyses.ts'
import { hangUp, lines, tell } from './changes.ts'
import { openDoor } from './doors.ts'
import { readForms } from './forms.ts'
import { answerSecondStep } from './second-step.ts'
import type { Person } from './shell.ts'
import { loginConfig, person, readShell, writeShell } from './shell.ts'
import type { Mark, Store, ValueSet } from './values.ts'
import { analytics, emptyStore, importValues, markComplete, readContext, readValues } from './values.ts'

interface Session {
  username: string
  person: Person
  values: Store
  analyses: Analyses
}

const ALL_UNITS = [...UNITS, ...BIG_COUNTRY]
const sessions = new Map<string, Session>()
const rooms = new Map<string, Store>()
const failures = new Map<string, number>()

export function answerApi(method: string, url: URL, cookie: string | undefined, body: unknown): Answer {
  const path = url.pathname.replace(/^\/api\//, '')
  if (path === 'loginConfig') return { status: 200, body: loginConfig(url.searchParams) }
  if (path === 'auth/login') return login(body as { username?: string; password?: string })
  const door = openDoor(path, body ?? {})
  if (door) return 'enters' in door ? enter(door.enters, emptyStore()) : door
  if (path.endsWith('logout.action')) {
    const store = cookie === undefined ? undefined : storeOf(cookie)
    if (store) hangUp(store, cookie)
    if (cookie) sessions.delete(cookie)
    return { status: 302, headers: { Location: '/' } }
  }
  const session = cookie ? sessions.get(cookie) : undefined
  if (!session) return message(401, 'Unauthorized')
  if (method === 'POST' && path === 'dataValueSets') return saveValues(session, body as ValueSet)
  if (path.startsWith('mock/')) return play(path.slice('mock/'.length), session)
  if (method === 'POST' && path === 'dataEntry/dataSetCompletion') return markComplete(session.values, session.username, body as Mark)
  const ofForms = session.username === 'matron' ? readForms(method, path, url.searchParams, session.values, body) : undefined
  if (ofForms) return ofForms
  const { person: who } = session
  const ofSecondStep = answerSecondStep(method, path, who.secondStep, who.profile.email, session.username, body)
  if (ofSecondStep) return ofSecondStep
  if (method !== 'GET') return writeAnalyses(method, path, session.analyses, body) ?? writeShell(method, path, url.searchParams, who, body)
  return read(path, url.searchParams, session)
}

/** Of the store that a session writes to; undefined where there is no such session. */
export function storeOf(session: string): Store | undefined {
  return sessions.get(session)?.values
}

function saveValues({ values, username }: Session, set: ValueSet): Answer {
  const answer = importValues(values, username, set)
  if (answer.status === 200) tell(values, { dataElements: [...new Set(set.dataValues.map(({ dataElement }) => dataElement))] })
  return answer
}

/** What happens to a server, as a test wants it. */
function play(part: string, { values }: Session): Answer {
  if (part === 'hang-up') hangUp(values)
  if (part === 'everything') tell(values, { everything: true })
  return { status: 200, body: lines(values) }
}

function read(path: string, query: URLSearchParams, session: Session): Answer {
  switch (path) {
    case 'me':
      return { status: 200, body: ownRecord(session) }
    case 'dataEntry/metadata':
      return { status: 200, body: METADATA }
    case 'dataEntry/dataValues':
      return readValues(session.values, query)
    case 'dataEntry/dataValueContext':
      return readContext(session.values, query)
    case 'analytics':
      return analytics(session.values, query)
    case 'dataElements':
      return { status: 200, body: { dataElements: search(ELEMENTS, query) } }
    case 'indicators':
      return { status: 200, body: { indicators: search(INDICATORS, query) } }
    case 'dataElementOperands':
      return { status: 200, body: { dataElementOperands: search(OPERANDS, query) } }
    case 'organisationUnits':
      return listUnits(session.username, query)
    default:
      return readAnalyses(path, query, session.analyses) ?? readShell(path, query, session.values, session.person) ?? (path.startsWith('organisationUnits/') ? unit(path.slice('organisationUnits/'.length)) : message(501, `The mock does not answer ${path}`))
  }
}

function ownRecord({ username, person: { profile, settings, secondStep } }: Session) {
  const emailVerified = profile.email !== undefined && profile.email === secondStep.confirmed
  return { ...meOf(username), ...profile, settings, authorities: authoritiesOf(username), emailVerified, twoFactorType: secondStep.type }
}

function search<T extends { id: string; displayName: string }>(list: T[], query: URLSearchParams): T[] {
  const words = query.get('query')?.toLowerCase() ?? ''
  const ids = /^id:in:\[(.*)]$/.exec(query.get('filter') ?? '')?.[1]?.split(',')
  if (ids) return list.filter(({ id }) => ids.includes(id))
  return list.filter(({ displayName }) => displayName.toLowerCase().includes(words))
}

/** Below the roots of the person, where the question says so. */
function listUnits(username: string, query: URLSearchParams): Answer {
  const me = meOf(username)
  const within = query.has('withinUserHierarchy') ? me.organisationUnits : query.has('withinUserDataViewHierarchy') ? me.dataViewOrganisationUnits : undefined
  const found = search(ALL_UNITS, query).filter(({ path }) => within?.some((root) => path.startsWith(root.path)) ?? true)
  const shown = query.get('paging') === 'false' ? found : found.slice(0, Number(query.get('pageSize') ?? 50))
  return { status: 200, body: { pager: { total: found.length }, organisationUnits: shown.map(withAncestors) } }
}

function withAncestors(one: Unit) {
  return { ...one, ancestors: ALL_UNITS.filter(({ id, path }) => id !== one.id && one.path.startsWith(`${path}/`)) }
}

function unit(id: string): Answer {
  const found = ALL_UNITS.find((one) => one.id === id)
  if (!found) return message(404, `OrganisationUnit with id ${id} could not be found.`)
  return { status: 200, body: { ...withAncestors(found), children: ALL_UNITS.filter(({ parent }) => parent === id) } }
}

/** `nurse~somewhere` and `clerk~somewhere` see each other's values; without a room each session has its own. */
function roomOf(name: string): Store {
  const store = rooms.get(name) ?? emptyStore()
  rooms.set(name, store)
  return store
}

function login({ username = '', password = '' }: { username?: string; password?: string }): Answer {
  const failed = failures.get(username) ?? 0
  if (failed >= 5) return { status: 200, body: { loginStatus: 'ACCOUNT_LOCKED' }, headers: { 'Retry-After': '540' } }
  const [name = '', room] = username.split('~')
  const account = ACCOUNTS[name]
  if (account?.password !== password) {
    failures.set(username, failed + 1)
    return message(401, 'Bad credentials')
  }
  if (account.status !== 'SUCCESS') return { status: 200, body: { loginStatus: account.status } }
  return enter(name, room === undefined ? emptyStore() : roomOf(room))
}

function enter(username: string, values: Store): Answer {
  const id = randomUUID()
  sessions.set(id, { analyses: startAnalyses(), username, person: person(username), values })
  return {
    status: 200,
    body: { loginStatus: 'SUCCESS', redirectUrl: '/' },
    headers: { 'Set-Cookie': `JSESSIONID=${id}; Path=/; HttpOnly; SameSite=Lax` },
  }
}

import { randomUUID } from 'node:crypto'
import { ACCOUNTS, meOf } from './accounts.ts'
import type { Answer } from './answer.ts'
import { message } from './answer.ts'
import type { Unit } from './country.ts'
import { ELEMENTS, INDICATORS, METADATA, UNITS } from './country.ts'
import { readForms } from './forms.ts'
import { readShell } from './shell.ts'
import type { Mark, Store, ValueSet } from './values.ts'
import { analytics, emptyStore, importValues, markComplete, readContext, readValues } from './values.ts'

interface Session {
  username: string
  values: Store
}

const sessions = new Map<string, Session>()
const rooms = new Map<string, Store>()
const failures = new Map<string, number>()

export function answerApi(method: string, url: URL, cookie: string | undefined, body: unknown): Answer {
  const path = url.pathname.replace(/^\/api\//, '')
  if (path === 'auth/login') return login(body as { username?: string; password?: string })
  if (path.endsWith('logout.action')) {
    if (cookie) sessions.delete(cookie)
    return { status: 302, headers: { Location: '/' } }
  }
  const session = cookie ? sessions.get(cookie) : undefined
  if (!session) return message(401, 'Unauthorized')
  if (method === 'POST' && path === 'dataValueSets') return importValues(session.values, session.username, body as ValueSet)
  if (method === 'POST' && path === 'dataEntry/dataSetCompletion') return markComplete(session.values, session.username, body as Mark)
  const ofForms = session.username === 'matron' ? readForms(method, path, url.searchParams, session.values, body) : undefined
  return ofForms ?? read(path, url.searchParams, session)
}

function read(path: string, query: URLSearchParams, session: Session): Answer {
  switch (path) {
    case 'me':
      return { status: 200, body: meOf(session.username) }
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
    case 'organisationUnits':
      return { status: 200, body: { pager: { total: UNITS.length }, organisationUnits: search(UNITS, query).map(withAncestors) } }
    default:
      return readShell(path, query, session.values) ?? (path.startsWith('organisationUnits/') ? unit(path.slice('organisationUnits/'.length)) : message(501, `The mock does not answer ${path}`))
  }
}

function search<T extends { id: string; displayName: string }>(list: T[], query: URLSearchParams): T[] {
  const words = query.get('query')?.toLowerCase() ?? ''
  const ids = /^id:in:\[(.*)]$/.exec(query.get('filter') ?? '')?.[1]?.split(',')
  if (ids) return list.filter(({ id }) => ids.includes(id))
  return list.filter(({ displayName }) => displayName.toLowerCase().includes(words))
}

function withAncestors(one: Unit) {
  return { ...one, ancestors: UNITS.filter(({ id, path }) => id !== one.id && one.path.startsWith(`${path}/`)) }
}

function unit(id: string): Answer {
  const found = UNITS.find((one) => one.id === id)
  if (!found) return message(404, `OrganisationUnit with id ${id} could not be found.`)
  return { status: 200, body: { ...withAncestors(found), children: UNITS.filter(({ parent }) => parent === id) } }
}

/** `nurse~somewhere` and `clerk~somewhere` see each other's values; without a room each session has its own. */
function roomOf(name: string): Store {
  const store = rooms.get(name) ?? emptyStore()
  rooms.set(name, store)
  return store
}

function login({ username = '', password = '' }: { username?: string; password?: string }): Answer {
  const failed = failures.get(username) ?? 0
  if (failed >= 5) return { status: 200, body: { loginStatus: 'ACCOUNT_LOCKED' } }
  const [name = '', room] = username.split('~')
  const account = ACCOUNTS[name]
  if (account?.password !== password) {
    failures.set(username, failed + 1)
    return message(401, 'Bad credentials')
  }
  if (account.status !== 'SUCCESS') return { status: 200, body: { loginStatus: account.status } }
  const id = randomUUID()
  sessions.set(id, { username: name, values: room === undefined ? emptyStore() : roomOf(room) })
  return {
    status: 200,
    body: { loginStatus: 'SUCCESS', redirectUrl: '/' },
    headers: { 'Set-Cookie': `JSESSIONID=${id}; Path=/; HttpOnly; SameSite=Lax` },
  }
}

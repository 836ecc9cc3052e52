import { randomUUID } from 'node:crypto'
import { ACCOUNTS, meOf } from './accounts.ts'

export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

interface Session {
  username: string
}

const sessions = new Map<string, Session>()
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
  if (path === 'me') return { status: 200, body: meOf(session.username) }
  return message(501, `The mock does not answer ${method} ${path}`)
}

function login({ username = '', password = '' }: { username?: string; password?: string }): Answer {
  const failed = failures.get(username) ?? 0
  if (failed >= 5) return { status: 200, body: { loginStatus: 'ACCOUNT_LOCKED' } }
  const account = ACCOUNTS[username]
  if (account?.password !== password) {
    failures.set(username, failed + 1)
    return message(401, 'Bad credentials')
  }
  if (account.status !== 'SUCCESS') return { status: 200, body: { loginStatus: account.status } }
  const id = randomUUID()
  sessions.set(id, { username })
  return {
    status: 200,
    body: { loginStatus: 'SUCCESS', redirectUrl: '/' },
    headers: { 'Set-Cookie': `JSESSIONID=${id}; Path=/; HttpOnly; SameSite=Lax` },
  }
}

export function message(status: number, sentence: string): Answer {
  return { status, body: { httpStatusCode: status, status: 'ERROR', message: sentence } }
}

/** What the screens before the sign-in ask for. The letter `good-letter` is good, any other is over. */
import { ACCOUNTS } from './accounts.ts'
import type { Answer } from './answer.ts'
import { message } from './answer.ts'

type Asked = Partial<Record<'emailOrUsername' | 'token' | 'newPassword' | 'username' | 'oldPassword' | 'password', string>>

/** The answer, or the login name of somebody who is in from now on. */
export function openDoor(path: string, asked: Asked): Answer | { enters: string } | undefined {
  switch (path) {
    case 'auth/forgotPassword':
      return asked.emailOrUsername === 'asks-too-often' ? message(403, 'The operation is temporarily locked due to too many calls') : message(200, '')
    case 'auth/passwordReset':
      return objection(asked.newPassword) ?? (asked.token === 'good-letter' ? { status: 200 } : message(409, 'Account recovery failed'))
    case 'auth/updatePassword':
      return asked.oldPassword === 'Clinic-2026' ? message(200, 'Password updated') : message(400, 'Invalid username or password')
    case 'auth/registration':
      return ACCOUNTS[asked.username ?? ''] ? message(400, 'Username is not specified or invalid') : (objection(asked.password) ?? { enters: asked.username ?? '' })
    case 'auth/invite':
      return asked.token === 'good-letter' ? { enters: asked.username ?? '' } : message(400, 'Invitation code not valid')
    default:
      return undefined
  }
}

function objection(password = ''): Answer | undefined {
  return password.length < 8 ? message(400, 'Password must have at least 8, and at most 72 characters') : undefined
}

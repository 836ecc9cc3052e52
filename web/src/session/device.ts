/**
 * What this browser keeps for one person: changes that the server does not have yet, and answers to work with while the
 * line is down. Each person has a database of their own, so that nobody finds another's values in theirs.
 */
import type { DBSchema, IDBPDatabase } from 'idb'
import { deleteDB, openDB } from 'idb'
import type { Change } from '../outbox/change'

export interface KeptAnswer {
  address: string
  /** Counts up: the one with the smallest was asked for the longest time ago. */
  turn: number
  answer: unknown
}

interface Device extends DBSchema {
  changes: { key: string; value: Change; indexes: { turn: number } }
  answers: { key: string; value: KeptAnswer; indexes: { turn: number } }
}

export type DeviceStore = IDBPDatabase<Device>

const name = (user: string) => `afya-${user}`
const opened = new Map<string, Promise<DeviceStore | undefined>>()

/** Undefined where the browser keeps nothing: a private window, a policy, a full disk. */
export function deviceOf(user: string): Promise<DeviceStore | undefined> {
  const store = opened.get(user) ?? open(user)
  opened.set(user, store)
  return store
}

async function open(user: string): Promise<DeviceStore | undefined> {
  if (typeof indexedDB === 'undefined') return undefined
  try {
    return await openDB<Device>(name(user), 1, {
      upgrade(db) {
        db.createObjectStore('changes', { keyPath: 'id' }).createIndex('turn', 'turn')
        db.createObjectStore('answers', { keyPath: 'address' }).createIndex('turn', 'turn')
      },
      // The browser closed it, to make room for instance: it is opened afresh by whoever asks next.
      terminated: () => opened.delete(user),
    })
  } catch {
    return undefined
  }
}

/** After a sign-out nothing of the person stays here but what they have not sent. */
export async function forgetAnswers(user: string): Promise<void> {
  const store = await deviceOf(user)
  if (!store) return
  await store.clear('answers')
  if ((await store.count('changes')) > 0) return
  store.close()
  opened.delete(user)
  await deleteDB(name(user))
}

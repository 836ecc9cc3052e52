/** The outbox of the person who is signed in. A page belongs to one person: another one gets a page of their own. */
import { useSyncExternalStore } from 'react'
import { get } from '../api/client'
import { isReachable, whenReachabilityChanges } from '../api/connection'
import { amendKept } from '../api/kept'
import { queryClient } from '../api/query-client'
import { Refusal } from '../api/refusal'
import { VALUES, VALUES_KEYS, valuesKey, valuesParameters } from '../screens/data-entry/values'
import type { StoredValue, StoredValues } from '../screens/data-entry/values'
import { deviceOf } from '../session/device'
import { sessionIsAnothers, whenSignedIn, whoIsIn } from '../session/session'
import type { Change } from './change'
import { startCourier } from './courier'
import type { Standing } from './outbox'
import { Outbox } from './outbox'

let mine: Outbox | undefined

export function myOutbox(): Outbox {
  mine ??= start()
  return mine
}

export function useStanding(): Standing {
  const outbox = myOutbox()
  return useSyncExternalStore(outbox.subscribe, outbox.standing)
}

export function useChanges(): Change[] {
  const outbox = myOutbox()
  return useSyncExternalStore(outbox.subscribe, outbox.inOrder)
}

function start(): Outbox {
  const me = whoIsIn()
  if (!me) throw new Error('nobody is signed in: there is no outbox')
  const channel = new BroadcastChannel(`afya-outbox-${me.id}`)
  const outbox = new Outbox(me.id, deviceOf(me.id), channel)
  channel.onmessage = ({ data }: MessageEvent<{ sent?: Change }>) => {
    if (data.sent) outbox.hearOfSent(data.sent)
    void outbox.refresh()
  }
  outbox.addReader({
    sent: (change) => void afterSent(change, me.username),
    read: () => undefined,
  })
  const makeSure = async () => {
    const { id } = await get<{ id: string }>('me', { fields: 'id' })
    if (id === me.id) return
    sessionIsAnothers()
    throw new Refusal('signed-out', '', 401)
  }
  const { wake } = startCourier(outbox, { outbox, makeSure }, () => whoIsIn()?.id === me.id)
  whenSignedIn(wake)
  window.addEventListener('beforeunload', (event) => {
    if (outbox.isAtRisk()) event.preventDefault()
  })
  // What is on the screen may be from before the line went.
  whenReachabilityChanges(() => isReachable() && void queryClient.invalidateQueries({ queryKey: VALUES_KEYS }))
  void outbox.refresh().then(() => outbox.hasWaiting() && wake())
  return outbox
}

/** Whoever shows figures must ask again, and what is kept of the report must agree with it. */
async function afterSent(change: Change, username: string): Promise<void> {
  void queryClient.invalidateQueries({ queryKey: ['analytics'] })
  if (change.cell === undefined) {
    await amendKept<StoredValues>(VALUES, valuesParameters(change.place), (values) => ({ ...values, completeStatus: { complete: change.complete ?? true } }))
    await queryClient.invalidateQueries({ queryKey: valuesKey(change.place) })
    return
  }
  await amendKept<StoredValues>(VALUES, valuesParameters(change.place), (values) => ({ ...values, dataValues: withChange(values.dataValues, change, username) }))
}

export function withChange(values: StoredValue[], { cell = '', mine: fields }: Change, username: string): StoredValue[] {
  const [dataElement = '', categoryOptionCombo = ''] = cell.split('.')
  const isIt = (value: StoredValue) => value.dataElement === dataElement && value.categoryOptionCombo === categoryOptionCombo
  const others = values.filter((value) => !isIt(value))
  // When it was written only the server knows, and tells it the next time.
  const changed: StoredValue = { dataElement, categoryOptionCombo, ...values.find(isIt), ...fields, storedBy: username, lastUpdated: undefined }
  return changed.value ? [...others, changed] : others
}

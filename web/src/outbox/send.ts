/** One round of sending: place by place, in the order in which things were done, never over a value that nobody has seen. */
import { isLineDown, Refusal } from '../api/refusal'
import { conflictOf, fieldsOf, readAgain, rowOf, whoRemoved, writeCompletion, writeRows } from '../screens/data-entry/save'
import type { StoredValue } from '../screens/data-entry/values'
import { placeKey } from '../screens/data-entry/values'
import type { Change, Reason } from './change'
import { isWaiting } from './change'
import type { Outbox } from './outbox'

/** An import of so many rows is still a small request on a slow line. */
const MOST_ROWS = 100
/** So many values in a row that the server breaks on: it is the server, and not the value. */
const MOST_FAILURES = 3

export interface World {
  outbox: Outbox
  /** Throws unless the session is that of the person whose outbox this is. */
  makeSure: () => Promise<void>
}

/** Throws what stops everything: no line, no session. Anything else is noted at the change that it is about. */
export async function sendAll(world: World): Promise<void> {
  const waiting = world.outbox.inOrder().filter(isWaiting)
  const places = new Map<string, Change[]>()
  for (const change of waiting) {
    const key = placeKey(change.place)
    places.set(key, [...(places.get(key) ?? []), change])
  }
  for (const changes of places.values()) await sendPlace(world, changes)
}

async function sendPlace(world: World, changes: Change[]): Promise<void> {
  const cells = changes.filter(({ cell }) => cell !== undefined)
  for (let first = 0; first < cells.length; first += MOST_ROWS) {
    const done = await noting(world, cells.slice(first, first + MOST_ROWS), (batch) => sendCells(world, batch))
    if (!done) break
  }
  const completion = changes.find(({ cell }) => cell === undefined)
  if (completion) await sendCompletion(world, completion)
}

/** False where the server broke: the rest of the place waits for the next round. */
async function noting(world: World, batch: Change[], send: (batch: Change[]) => Promise<void>): Promise<boolean> {
  const ids = batch.map(({ id }) => id)
  world.outbox.setOnTheWay(ids, true)
  try {
    await send(batch)
    return true
  } catch (error) {
    if (stopsEverything(error)) throw error
    const reason = reasonOf(error)
    const state = mayHeal(reason) ? 'waiting' : 'refused'
    await Promise.all(batch.map((change) => world.outbox.mark(change, state, { reason })))
    return state === 'refused'
  } finally {
    world.outbox.setOnTheWay(ids, false)
  }
}

async function sendCells(world: World, batch: Change[]): Promise<void> {
  const stored = await lookAgain(world, batch)
  const clear: Change[] = []
  for (const change of batch) {
    const now = stored.get(change.cell ?? '')
    const theirs = conflictOf(change, now)
    if (theirs) await world.outbox.mark(change, 'conflict', { theirs: now ? theirs : { ...theirs, ...(await whoRemoved(change)) } })
    // The answer of an earlier try was lost on the way.
    else if (isThere(change, now)) await world.outbox.sent(change)
    else clear.push(change)
  }
  await writeTogether(world, clear, stored)
}

async function lookAgain(world: World, batch: Change[]): Promise<Map<string, StoredValue>> {
  const { place } = first(batch)
  const [values] = await Promise.all([readAgain(place), world.makeSure()])
  // What was read before writing is shown too.
  world.outbox.hearOfValues(place, values)
  return new Map(values.dataValues.map((value) => [`${value.dataElement}.${value.categoryOptionCombo}`, value]))
}

/** All in one request; where that is not accepted, one by one, so that each is told what is wrong with it. */
async function writeTogether(world: World, batch: Change[], stored: Map<string, StoredValue>): Promise<void> {
  if (batch.length === 0) return
  const row = (change: Change) => rowOf(change.cell ?? '', change.mine, stored.get(change.cell ?? ''))
  try {
    await writeRows(first(batch).place, batch.map(row))
    await Promise.all(batch.map((change) => world.outbox.sent(change)))
  } catch (error) {
    if (batch.length === 1 || stopsEverything(error)) throw error
    let failures = 0
    for (const change of batch) {
      const done = await noting(world, [change], async () => {
        await writeRows(change.place, [row(change)])
        await world.outbox.sent(change)
      })
      failures = done ? 0 : failures + 1
      if (failures >= MOST_FAILURES) break
    }
  }
}

/** A report is complete only when its values are there. */
async function sendCompletion(world: World, change: Change): Promise<void> {
  const key = placeKey(change.place)
  const waitsFor = world.outbox.inOrder().some(({ cell, place }) => cell !== undefined && placeKey(place) === key)
  if (waitsFor) return
  await noting(world, [change], async () => {
    await world.makeSure()
    await writeCompletion(change.place, change.complete ?? true)
    await world.outbox.sent(change)
  })
}

function isThere({ mine }: Change, stored: StoredValue | undefined): boolean {
  const now = fieldsOf(stored)
  return Object.entries(mine).every(([field, value]) => now[field as keyof typeof now] === value)
}

function first(batch: Change[]): Change {
  const [change] = batch
  if (!change) throw new Error('an empty batch is not sent')
  return change
}

export function stopsEverything(error: unknown): boolean {
  return isLineDown(error) || (error instanceof Refusal && error.trouble === 'signed-out')
}

function reasonOf(error: unknown): Reason {
  if (!(error instanceof Refusal)) return { trouble: 'server', sentence: String(error), status: 0 }
  return { trouble: error.trouble, sentence: error.sentence, status: error.status }
}

/** The server broke, or has too much to do: the same may go well later. */
function mayHeal({ trouble, status }: Reason): boolean {
  return trouble === 'server' || status === 429
}

import type { Trouble } from '../api/refusal'
import type { EntryPlace } from '../screens/data-entry/values'
import { placeKey } from '../screens/data-entry/values'

/** What can be changed in one cell. */
export interface Fields {
  value?: string
  comment?: string
  followUp?: boolean
}

/** What somebody else wrote meanwhile; without a value it was removed. */
export interface Theirs extends Fields {
  who?: string
  /** The server's clock, UTC. */
  when?: string
}

/** Why a change has not reached the server, in what can be kept on the device. */
export interface Reason {
  trouble: Trouble
  sentence: string
  status: number
}

/**
 * Something that the person did and the server does not have yet: the changes of one cell, or the completion of a report.
 * Nothing in it comes from the device's clock.
 */
export interface Change {
  /** The place and the cell: a cell has one change at most. */
  id: string
  /** The order in which changes are sent. */
  turn: number
  place: EntryPlace
  /** `<data element>.<category option combo>`; absent for a completion. */
  cell?: string
  /** What the person wants, as far as they changed it. */
  mine: Fields
  /** What the server had of it when the person changed it. */
  seen: Fields
  /** The report is to be complete, or open again. */
  complete?: boolean
  /** `misfit`: does not fit its type, and is not sent before it is corrected. */
  state: 'waiting' | 'misfit' | 'refused' | 'conflict'
  reason?: Reason
  theirs?: Theirs
}

export function cellId(place: EntryPlace, cell: string): string {
  return `${placeKey(place)}|${cell}`
}

export function completionId(place: EntryPlace): string {
  return `${placeKey(place)}|complete`
}

/** What a change asks for; `seen` says what the person had before their eyes. */
export type Wish = Pick<Change, 'place' | 'cell' | 'mine' | 'seen' | 'complete'> & { misfit?: boolean }

/** A wish on top of what the outbox already holds of the same thing. */
export function merge(old: Change | undefined, wish: Wish, turn: number): Change {
  const { place, cell, complete, misfit } = wish
  const change: Change = {
    id: cell === undefined ? completionId(place) : cellId(place, cell),
    turn: old?.turn ?? turn,
    place,
    mine: { ...old?.mine, ...wish.mine },
    // What was seen first counts: a second thought does not make somebody else's value disappear.
    seen: { ...wish.seen, ...old?.seen },
    // A comment does not make a wrong value right.
    state: (misfit ?? (old?.state === 'misfit' && wish.mine.value === undefined)) ? 'misfit' : 'waiting',
  }
  if (cell !== undefined) change.cell = cell
  if (complete !== undefined) change.complete = complete
  return change
}

/** Whether two states of a change ask for the same. */
export function asksTheSame(one: Change, other: Change): boolean {
  const { mine, complete } = one
  return (
    complete === other.complete && mine.value === other.mine.value && mine.comment === other.mine.comment && mine.followUp === other.mine.followUp
  )
}

/** What is left of a change after `sent` of it has reached the server; undefined when that was all. */
export function afterSending(now: Change | undefined, sent: Change): Change | undefined {
  if (!now || asksTheSame(now, sent)) return undefined
  // Typed over while it was on its way: what was sent is now what the server has.
  return { ...now, seen: { ...now.seen, ...sent.mine } }
}

/** What is left of a change when the person goes back to what the server has of one field. */
export function without(change: Change, field: keyof Fields): Change | undefined {
  const { id, turn, place, cell } = change
  const others = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([name]) => name !== field))
  const mine = others(change.mine)
  if (Object.keys(mine).length === 0) return undefined
  return { id, turn, place, ...(cell === undefined ? {} : { cell }), mine, seen: others(change.seen), state: 'waiting' }
}

/** Whether it is to be sent without the person doing anything more. */
export function isWaiting(change: Change): boolean {
  return change.state === 'waiting'
}

/**
 * The values of one form at one place: what the server has, and over it what the outbox holds for it. It lives outside of
 * the screen, so that what went wrong is still marked when the person comes back.
 */
import { useSyncExternalStore } from 'react'
import { isReachable, whenReachabilityChanges } from '../../api/connection'
import { Refusal } from '../../api/refusal'
import type { Change, Fields, Theirs } from '../../outbox/change'
import { cellId, completionId } from '../../outbox/change'
import { myOutbox } from '../../outbox/mine'
import type { Outbox } from '../../outbox/outbox'
import { fieldsOf } from './save'
import type { EntryPlace, StoredValue } from './values'
import { placeKey } from './values'

export interface CellState {
  /** What stands in the cell. */
  value: string
  comment: string
  followUp: boolean
  /**
   * `saving`: on its way. `kept`: on this device, sent when the line or the server is back. `unsaved`: refused, or in
   * conflict. `misfit`: does not fit its type, so that it was not sent.
   */
  status: 'idle' | 'saving' | 'saved' | 'kept' | 'unsaved' | 'misfit'
  /** Why it is not saved. */
  refusal?: Refusal
  /** What somebody else wrote meanwhile: the person chooses. */
  theirs?: Theirs
}

export interface SheetState {
  saving: number
  kept: number
  unsaved: number
  saved: number
}

/** A completion, or an opening again, that the server does not have yet. */
export interface CompletionState {
  /** What the person asked for; undefined where nothing is on its way. */
  wanted?: boolean
  status: 'idle' | 'saving' | 'kept' | 'unsaved'
  refusal?: Refusal
}

const EMPTY: CellState = { value: '', comment: '', followUp: false, status: 'idle' }
const NOTHING: CompletionState = { status: 'idle' }

export class Sheet {
  private readonly stored = new Map<string, StoredValue>()
  /** What the server had before the person's last value: an answer that says so is older than that value. */
  private readonly before = new Map<string, StoredValue | undefined>()
  private readonly saved = new Set<string>()
  private readonly cells = new Map<string, CellState>()
  private readonly listeners = new Set<() => void>()
  private state: SheetState = { saving: 0, kept: 0, unsaved: 0, saved: 0 }
  private completed: CompletionState = NOTHING

  constructor(
    readonly place: EntryPlace,
    private readonly outbox: Outbox,
  ) {
    const start = `${placeKey(place)}|`
    outbox.subscribe((id) => {
      if (id === undefined) this.lookAtAll()
      else if (id.startsWith(start)) this.look(id.slice(start.length))
    })
    outbox.addReader({
      sent: (change) => {
        if (placeKey(change.place) === placeKey(place)) this.arrived(change)
      },
      read: (at, { dataValues }) => {
        if (placeKey(at) === placeKey(place)) this.receive(dataValues)
      },
    })
    whenReachabilityChanges(() => this.lookAtAll())
    this.lookAtAll()
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly cell = (key: string): CellState => this.cells.get(key) ?? EMPTY
  readonly summary = (): SheetState => this.state
  readonly completion = (): CompletionState => this.completed

  /** Takes what the server has, but never over something that was typed and is not saved yet. */
  receive(values: StoredValue[]) {
    const received = new Map(values.map((value) => [`${value.dataElement}.${value.categoryOptionCombo}`, value]))
    for (const key of new Set([...this.stored.keys(), ...received.keys()])) {
      const value = received.get(key)
      if (this.before.has(key) && isSameRow(this.before.get(key), value)) continue
      this.before.delete(key)
      if (value) this.stored.set(key, value)
      else this.stored.delete(key)
    }
    this.lookAtAll()
  }

  /** Saves a value that differs from what the server has. */
  commit(key: string, value: string): void {
    this.want(key, 'value', value)
  }

  comment(key: string, comment: string): void {
    this.want(key, 'comment', comment)
  }

  followUp(key: string, followUp: boolean): void {
    this.want(key, 'followUp', followUp)
  }

  /** Keeps a value that is not worth sending. */
  keepMisfit(key: string, value: string): void {
    this.outbox.put({ place: this.place, cell: key, mine: { value }, seen: { value: this.storedAt(key).value }, misfit: true })
  }

  /** Marks the report complete, or opens it again, after its values have arrived. */
  complete(complete: boolean): void {
    this.outbox.put({ place: this.place, mine: {}, seen: {}, complete })
  }

  /** Tries once more what could not be saved. */
  saveAgain(): void {
    this.outbox.retry([...this.cells.keys()].map((key) => cellId(this.place, key)).concat(completionId(this.place)))
  }

  /** The person has seen what somebody else wrote, and wants theirs over it. */
  insist(key: string): void {
    this.outbox.insist(cellId(this.place, key))
  }

  /** What the person typed goes; what the server has stands. */
  giveUp(key: string): void {
    void this.outbox.discard(cellId(this.place, key))
  }

  private want<F extends keyof Fields>(key: string, field: F, wanted: Required<Fields>[F]): void {
    const id = cellId(this.place, key)
    const pending = this.outbox.find(id)
    const current = this.cell(key)
    if (current[field] === wanted && current.status !== 'unsaved' && current.status !== 'misfit') return
    const seen = this.storedAt(key)[field]
    if (seen === wanted && !this.outbox.isOnTheWay(id)) {
      if (pending) this.outbox.takeBack(id, field)
      this.saved.delete(key)
      this.look(key)
      return
    }
    this.outbox.put({ place: this.place, cell: key, mine: { [field]: wanted }, seen: { [field]: seen } })
  }

  private storedAt(key: string): Required<Fields> {
    return fieldsOf(this.stored.get(key))
  }

  private arrived(change: Change) {
    if (change.cell === undefined) return
    const [dataElement = '', categoryOptionCombo = ''] = change.cell.split('.')
    const old = this.stored.get(change.cell)
    this.before.set(change.cell, old)
    this.stored.set(change.cell, { ...old, dataElement, categoryOptionCombo, ...change.mine })
    this.saved.add(change.cell)
    this.look(change.cell)
  }

  private lookAtAll() {
    const start = `${placeKey(this.place)}|`
    const held = this.outbox.inOrder().flatMap(({ id }) => (id.startsWith(start) ? [id.slice(start.length)] : []))
    for (const key of new Set([...this.cells.keys(), ...this.stored.keys(), ...held])) this.draw(key)
    this.tell()
  }

  private look(key: string) {
    this.draw(key)
    this.tell()
  }

  private draw(key: string) {
    if (key === 'complete') {
      this.completed = completionOf(this.outbox.find(completionId(this.place)))
      return
    }
    const change = this.outbox.find(cellId(this.place, key))
    const next: CellState = { ...this.storedAt(key), ...change?.mine, ...standingOf(change, this.saved.has(key)) }
    if (!isSameState(this.cell(key), next)) this.cells.set(key, next)
  }

  private tell() {
    const count = (status: CellState['status']) => [...this.cells.values()].filter((cell) => cell.status === status).length
    this.state = { saving: count('saving'), kept: count('kept'), unsaved: count('unsaved') + count('misfit'), saved: count('saved') }
    for (const listener of this.listeners) listener()
  }
}

function standingOf(change: Change | undefined, saved: boolean): Pick<CellState, 'status' | 'refusal' | 'theirs'> {
  if (!change) return { status: saved ? 'saved' : 'idle' }
  const refusal = refusalOf(change)
  switch (change.state) {
    case 'misfit':
      return { status: 'misfit' }
    case 'conflict':
      return { status: 'unsaved', ...(change.theirs ? { theirs: change.theirs } : {}) }
    case 'refused':
      return { status: 'unsaved', ...refusal }
    case 'waiting':
      return refusal || !isReachable() ? { status: 'kept', ...refusal } : { status: 'saving' }
  }
}

function completionOf(change: Change | undefined): CompletionState {
  if (!change) return NOTHING
  const { status, refusal } = standingOf(change, false)
  return { wanted: change.complete ?? true, status: status === 'misfit' || status === 'saved' ? 'idle' : status, ...(refusal ? { refusal } : {}) }
}

function refusalOf({ reason }: Change): { refusal: Refusal } | undefined {
  return reason && { refusal: new Refusal(reason.trouble, reason.sentence, reason.status) }
}

function isSameRow(one: StoredValue | undefined, other: StoredValue | undefined): boolean {
  const [left, right] = [fieldsOf(one), fieldsOf(other)]
  const same = left.value === right.value && left.comment === right.comment && left.followUp === right.followUp
  return same && one?.lastUpdated === other?.lastUpdated
}

function isSameState(one: CellState, other: CellState): boolean {
  return (
    one.value === other.value &&
    one.comment === other.comment &&
    one.followUp === other.followUp &&
    one.status === other.status &&
    one.refusal?.message === other.refusal?.message &&
    one.theirs === other.theirs
  )
}

const sheets = new Map<string, Sheet>()

export function sheetAt(place: EntryPlace): Sheet {
  const key = placeKey(place)
  const sheet = sheets.get(key) ?? new Sheet(place, myOutbox())
  sheets.set(key, sheet)
  return sheet
}

export function useCell(sheet: Sheet, key: string): CellState {
  return useSyncExternalStore(sheet.subscribe, () => sheet.cell(key))
}

export function useSummary(sheet: Sheet): SheetState {
  return useSyncExternalStore(sheet.subscribe, sheet.summary)
}

export function useCompletion(sheet: Sheet): CompletionState {
  return useSyncExternalStore(sheet.subscribe, sheet.completion)
}

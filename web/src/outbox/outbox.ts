/**
 * What one person has changed and the server does not have yet. It lives in memory for the screens and on the device for
 * the day after; other tabs of the same person are told of each change.
 */
import type { EntryPlace, StoredValues } from '../screens/data-entry/values'
import type { DeviceStore } from '../session/device'
import type { Change, Fields, Reason, Theirs, Wish } from './change'
import { afterSending, asksTheSame, cellId, completionId, isWaiting, merge, without } from './change'

export interface Standing {
  /** Everything that the server does not have. */
  all: number
  /** What waits for the person: refused, in conflict, or not fitting its type. */
  stuck: number
  /** What the server broke on, and what comes again by itself. */
  delayed: number
  /** What only this page holds, because the device could not keep it. */
  fleeting: number
}

/** What the screens that show a report want to know at once. */
export interface Reader {
  /** A change has reached the server. */
  sent: (change: Change) => void
  /** The report was read again. */
  read: (place: EntryPlace, values: StoredValues) => void
}

type Next = (old: Change | undefined) => Change | undefined

export class Outbox {
  private readonly changes = new Map<string, Change>()
  private readonly fleeting = new Set<string>()
  private readonly onTheWay = new Set<string>()
  private readonly pending = new Map<string, number>()
  private readonly listeners = new Set<(id?: string) => void>()
  private readonly readers = new Set<Reader>()
  private writing: Promise<unknown> = Promise.resolve()
  private state: Standing = { all: 0, stuck: 0, delayed: 0, fleeting: 0 }
  private list: Change[] = []
  /** Set by whoever sends: called when there is something to send. */
  whenFilled: () => void = () => undefined

  constructor(
    readonly user: string,
    private readonly store: Promise<DeviceStore | undefined>,
    private readonly channel?: Pick<BroadcastChannel, 'postMessage'>,
  ) {}

  /** With the id of what changed, or without one after everything was read afresh. */
  readonly subscribe = (listener: (id?: string) => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  addReader(reader: Reader): () => void {
    this.readers.add(reader)
    return () => this.readers.delete(reader)
  }

  readonly standing = (): Standing => this.state
  find(id: string): Change | undefined {
    return this.changes.get(id)
  }
  readonly inOrder = (): Change[] => this.list

  isOnTheWay(id: string): boolean {
    return this.onTheWay.has(id)
  }
  isFleeting(id: string): boolean {
    return this.fleeting.has(id)
  }

  /** Keeps what the person wants, and has it sent. */
  put(wish: Wish): void {
    const id = wish.cell === undefined ? completionId(wish.place) : cellId(wish.place, wish.cell)
    void this.change(id, (old) => merge(old, wish, this.nextTurn())).then(() => this.whenFilled())
  }

  /** The person went back to what the server has of a field. */
  takeBack(id: string, field: keyof Fields): void {
    void this.change(id, (old) => old && without(old, field)).then(() => this.whenFilled())
  }

  discard(id: string): Promise<void> {
    return this.change(id, () => undefined)
  }

  /** The person has seen the other value and wants theirs. */
  insist(id: string): void {
    void this.change(id, (old) => {
      if (!old) return undefined
      const { theirs } = old
      return { ...old, seen: theirs ? { value: theirs.value, comment: theirs.comment, followUp: theirs.followUp } : old.seen, state: 'waiting', theirs: undefined }
    }).then(() => this.whenFilled())
  }

  /** Tries once more what was refused; conflicts wait for a choice, misfits for another value. */
  retry(ids: string[] = [...this.changes.keys()]): void {
    for (const id of ids) {
      if (this.changes.get(id)?.state === 'refused') void this.change(id, (old) => old && { ...old, state: 'waiting' })
    }
    void this.writing.then(() => this.whenFilled())
  }

  /** How sending went, unless the person has typed over it meanwhile. */
  mark(sent: Change, state: 'waiting' | 'refused' | 'conflict', why: { reason?: Reason; theirs?: Theirs }): Promise<void> {
    return this.change(sent.id, (old) => (old && asksTheSame(old, sent) ? { ...old, state, ...why } : old))
  }

  setOnTheWay(ids: string[], on: boolean): void {
    for (const id of ids) {
      if (on) this.onTheWay.add(id)
      else this.onTheWay.delete(id)
      this.tell(id)
    }
  }

  /** The server has it. The screens learn it at once, so that what is typed next is compared with it. */
  sent(change: Change): Promise<void> {
    const done = this.change(change.id, (old) => afterSending(old, change))
    this.hearOfSent(change)
    this.channel?.postMessage({ sent: change })
    return done
  }

  /** Also from another tab. */
  hearOfSent(change: Change): void {
    for (const { sent } of this.readers) sent(change)
  }

  hearOfValues(place: EntryPlace, values: StoredValues): void {
    for (const { read } of this.readers) read(place, values)
  }

  /** Reads what the device holds, which another tab may have changed. What is only in memory stays. */
  async refresh(): Promise<void> {
    await this.writing
    const store = await this.store
    const kept = await store?.getAll('changes').catch(() => undefined)
    if (!kept) return
    const ids = new Set(kept.map(({ id }) => id))
    for (const id of this.changes.keys()) if (!ids.has(id) && !this.fleeting.has(id) && !this.pending.has(id)) this.changes.delete(id)
    for (const change of kept) if (!this.fleeting.has(change.id) && !this.pending.has(change.id)) this.changes.set(change.id, change)
    this.tell()
  }

  /** Tries once more to keep on the device what it had no room for. */
  keepFleeting(): Promise<unknown> {
    for (const id of this.fleeting) {
      const change = this.changes.get(id)
      if (change) void this.change(id, () => change)
    }
    return this.writing
  }

  /** Resolves when everything typed so far is on the device, or known not to be. */
  settled(): Promise<unknown> {
    return this.writing
  }

  /** True while something would be lost with this page. */
  isAtRisk(): boolean {
    return this.fleeting.size > 0 || this.pending.size > 0
  }

  hasWaiting(): boolean {
    return this.list.some(isWaiting)
  }

  private nextTurn(): number {
    return (this.list.at(-1)?.turn ?? 0) + 1
  }

  /** At once in memory, then in one transaction on the device, where another tab may have come first. */
  private change(id: string, next: Next): Promise<void> {
    const change = next(this.changes.get(id))
    this.hold(id, change)
    this.pending.set(id, (this.pending.get(id) ?? 0) + 1)
    const done = this.write(id, change, next).then(() => {
      const left = (this.pending.get(id) ?? 1) - 1
      if (left > 0) this.pending.set(id, left)
      else this.pending.delete(id)
      this.tell(id)
      this.channel?.postMessage({ changed: id })
    })
    this.writing = Promise.all([this.writing, done])
    return done
  }

  private async write(id: string, change: Change | undefined, next: Next): Promise<void> {
    const store = await this.store
    try {
      if (!store) throw new Error('this browser keeps nothing')
      const transaction = store.transaction('changes', 'readwrite')
      const old = await transaction.store.get(id)
      const kept = this.fleeting.has(id) ? change : next(old)
      await (kept ? transaction.store.put(kept) : transaction.store.delete(id))
      await transaction.done
      this.fleeting.delete(id)
      if (this.pending.get(id) === 1) this.hold(id, kept)
    } catch {
      // What is gone need not be kept, and what was there before is compared again when it is sent.
      if (change) this.fleeting.add(id)
      else this.fleeting.delete(id)
    }
  }

  private hold(id: string, change: Change | undefined) {
    if (change) this.changes.set(id, change)
    else this.changes.delete(id)
    this.tell(id)
  }

  private tell(id?: string) {
    this.list = [...this.changes.values()].sort((one, other) => one.turn - other.turn)
    const waiting = this.list.filter(isWaiting)
    this.state = {
      all: this.list.length,
      stuck: this.list.length - waiting.length,
      delayed: waiting.filter(({ reason }) => reason).length,
      fleeting: this.fleeting.size,
    }
    for (const listener of this.listeners) listener(id)
  }
}

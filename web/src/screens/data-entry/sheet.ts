/**
 * The values of one form at one place: what the server has, what is typed, and how saving goes, cell by cell. It lives
 * outside of the screen, so that a value that could not be saved is still there when the person comes back.
 */
import { useSyncExternalStore } from 'react'
import { queryClient } from '../../api/query-client'
import { Refusal } from '../../api/refusal'
import { saveValue } from './save'
import type { EntryPlace, StoredValue } from './values'
import { placeKey } from './values'

export interface CellState {
  /** What stands in the cell. */
  value: string
  /** `misfit`: does not fit its type, so that it was not sent. */
  status: 'idle' | 'saving' | 'saved' | 'unsaved' | 'misfit'
  /** Why it is not saved. */
  refusal?: Refusal
}

export interface SheetState {
  saving: number
  unsaved: number
  saved: number
}

const EMPTY: CellState = { value: '', status: 'idle' }

export class Sheet {
  private readonly stored = new Map<string, StoredValue>()
  private readonly cells = new Map<string, CellState>()
  private readonly queues = new Map<string, Promise<void>>()
  private readonly listeners = new Set<() => void>()
  private state: SheetState = { saving: 0, unsaved: 0, saved: 0 }

  constructor(readonly place: EntryPlace) {}

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly cell = (key: string): CellState => this.cells.get(key) ?? EMPTY
  readonly summary = (): SheetState => this.state

  /** Takes what the server has, but never over something that was typed and is not saved yet. */
  receive(values: StoredValue[]) {
    this.stored.clear()
    for (const value of values) this.stored.set(`${value.dataElement}.${value.categoryOptionCombo}`, value)
    for (const key of new Set([...this.cells.keys(), ...this.stored.keys()])) {
      const { status } = this.cell(key)
      if (status === 'idle' || status === 'saved') this.cells.set(key, { value: this.stored.get(key)?.value ?? '', status })
    }
    this.tell()
  }

  /** Saves a value that differs from what the server has. Two values of one cell are sent one after the other. */
  commit(key: string, value: string): void {
    const current = this.cell(key)
    if (current.value === value && current.status !== 'unsaved' && current.status !== 'misfit') return
    if (current.status !== 'saving' && (this.stored.get(key)?.value ?? '') === value) {
      this.set(key, { value, status: 'idle' })
      return
    }
    this.set(key, { value, status: 'saving' })
    const before = this.queues.get(key) ?? Promise.resolve()
    this.queues.set(
      key,
      before.then(() => this.send(key, value)),
    )
  }

  /** Keeps a value that is not worth sending. */
  keepMisfit(key: string, value: string): void {
    this.set(key, { value, status: 'misfit' })
  }

  /** Tries once more what could not be saved. */
  saveAgain(): void {
    for (const [key, cell] of this.cells) if (cell.status === 'unsaved') this.commit(key, cell.value)
  }

  private async send(key: string, value: string): Promise<void> {
    const old = this.stored.get(key)
    try {
      await saveValue(this.place, key, value, old)
      const [dataElement = '', categoryOptionCombo = ''] = key.split('.')
      this.stored.set(key, { ...old, dataElement, categoryOptionCombo, value })
      // Whoever shows figures must ask again.
      void queryClient.invalidateQueries({ queryKey: ['analytics'] })
      if (this.cell(key).value === value) this.set(key, { value, status: 'saved' })
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('server', String(error), 0)
      if (this.cell(key).value === value) this.set(key, { value, status: 'unsaved', refusal })
    }
  }

  private set(key: string, cell: CellState) {
    this.cells.set(key, cell)
    this.tell()
  }

  private tell() {
    const count = (status: CellState['status']) => [...this.cells.values()].filter((cell) => cell.status === status).length
    this.state = { saving: count('saving'), unsaved: count('unsaved') + count('misfit'), saved: count('saved') }
    for (const listener of this.listeners) listener()
  }
}

const sheets = new Map<string, Sheet>()

export function sheetAt(place: EntryPlace): Sheet {
  const key = placeKey(place)
  const sheet = sheets.get(key) ?? new Sheet(place)
  sheets.set(key, sheet)
  return sheet
}

/** True while something typed has not reached the server. */
export function anythingUnsaved(): boolean {
  return [...sheets.values()].some((sheet) => sheet.summary().saving + sheet.summary().unsaved > 0)
}

export function useCell(sheet: Sheet, key: string): CellState {
  return useSyncExternalStore(sheet.subscribe, () => sheet.cell(key))
}

export function useSummary(sheet: Sheet): SheetState {
  return useSyncExternalStore(sheet.subscribe, sheet.summary)
}

/** What the server does for the person in the background. It is asked only when the person looks, or while something runs. */
import { queryOptions } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { get } from '../api/client'
import { queryClient } from '../api/query-client'

interface Notification {
  level: string
  message: string
  time: string
  completed: boolean
}

/** By type and identifier, the newest notification first. */
export type Tasks = Record<string, Record<string, Notification[]>>

export interface Job {
  type: string
  id: string
  message: string
  time: string
  state: 'running' | 'done' | 'failed'
  /** From 0 to 1, where the job says how far it is. */
  share?: number
}

const POLL_MS = 2_000
const KEY = ['jobs']
const MARK = 'afya.job'

export function jobsOf(tasks: Tasks): Job[] {
  const jobs = Object.entries(tasks).flatMap(([type, byId]) =>
    Object.entries(byId).flatMap(([id, [last]]) => (last ? [{ type, id, message: last.message, time: last.time, state: stateOf(last), ...shareOf(last) }] : [])),
  )
  return jobs.sort((one, other) => Number(other.state === 'running') - Number(one.state === 'running') || other.time.localeCompare(one.time))
}

function stateOf({ completed, level }: Notification): Job['state'] {
  if (level === 'ERROR') return 'failed'
  return completed ? 'done' : 'running'
}

function shareOf({ message }: Notification): { share?: number } {
  const [, done, all] = /(\d+)\s*(?:of|\/)\s*(\d+)/.exec(message) ?? []
  return done && Number(all) > 0 ? { share: Math.min(1, Number(done) / Number(all)) } : {}
}

const runs = (tasks: Tasks | undefined) => tasks !== undefined && jobsOf(tasks).some(({ state }) => state === 'running')

export const jobsQuery = queryOptions({
  queryKey: KEY,
  staleTime: POLL_MS,
  queryFn: async ({ signal }) => {
    const tasks = await get<Tasks>('system/tasks', { gist: true }, signal)
    remember(runs(tasks))
    return tasks
  },
  refetchInterval: ({ state }) => (runs(state.data) ? POLL_MS : false),
})

/** Said by whatever starts a job: the tray begins to watch. */
export function jobStarted(): void {
  remember(true)
  void queryClient.invalidateQueries({ queryKey: KEY, refetchType: 'all' })
}

/** Whether a job is known to run: since this tab looked last, or because one was started here. */
export function useSomethingRuns(): boolean {
  return useSyncExternalStore(subscribe, marked)
}

const listeners = new Set<() => void>()

function subscribe(changed: () => void) {
  listeners.add(changed)
  return () => listeners.delete(changed)
}

function marked(): boolean {
  try {
    return sessionStorage.getItem(MARK) !== null
  } catch {
    return false
  }
}

function remember(running: boolean) {
  try {
    if (running) sessionStorage.setItem(MARK, '1')
    else sessionStorage.removeItem(MARK)
    for (const listener of listeners) listener()
  } catch {
    // Without storage the tray starts anew with each load.
  }
}

/** Keeps the figures of an open dashboard those of the server, by one line for all of its items. */
import type { QueryClient } from '@tanstack/react-query'
import type { Told } from '../../api/changes'
import { listenToChanges } from '../../api/changes'
import { askAgain, bothTold } from './ask-again'
import { spaced } from './spaced'

/** `starting`: first questions wait for the line. `late`: they do no longer. `off`: this server tells of no changes. */
export type FollowingState = 'starting' | 'late' | 'following' | 'lost' | 'off'

export interface Following {
  state: FollowingState
  /** What was last worth saying, and when, in milliseconds since 1970. */
  news?: { kind: 'updated' | 'failed'; at: number }
}

export interface Follower {
  /** Follows until the function that is given back is called. */
  start: () => () => void
  now: () => Following
  subscribe: (listener: () => void) => () => void
}

/** So long do first questions wait for the line, so that no change falls between. */
const PATIENCE_MS = 500
const ROUND_MS = 2_000
const FAILED_MS = 30_000
const SAY_MS = 60_000
/** A page that nobody has looked at for so long gives its line back. */
const HIDDEN_MS = 60_000

export function makeFollower(client: QueryClient): Follower {
  let now: Following = { state: 'starting' }
  const listeners = new Set<() => void>()
  const become = (next: Partial<Following>) => {
    now = { ...now, ...next }
    for (const listener of listeners) listener()
  }
  const without = () => {
    if (now.state === 'starting') become({ state: 'late' })
    if (now.state === 'following') become({ state: 'lost' })
  }
  let failed: ReturnType<typeof setTimeout> | undefined
  const say = spaced<'updated' | 'failed'>(SAY_MS, (_, later) => later, (kind) => become({ news: { kind, at: Date.now() } }))
  const rounds = spaced<Told>(ROUND_MS, bothTold, async (told) => {
    clearTimeout(failed)
    const wasFailed = failed !== undefined
    const { isNew, isFailed } = await askAgain(client, told)
    failed = isFailed ? setTimeout(() => rounds.tell(new Set()), FAILED_MS) : undefined
    if (isFailed && !wasFailed) say.tell('failed')
    else if (isNew) say.tell('updated')
  })

  const start = () => {
    let close: (() => void) | undefined
    const open = () => {
      close ??= listenToChanges({
        ready: (isGapless) => {
          become({ state: 'following' })
          // Whatever has been asked for was so before this moment.
          if (!isGapless) rounds.tell('everything')
        },
        changed: rounds.tell,
        lost: without,
        over: () => become({ state: 'off' }),
      })
    }
    const shut = () => {
      close?.()
      close = undefined
      without()
    }
    let hidden: ReturnType<typeof setTimeout> | undefined
    let hiddenAt = Infinity
    const look = () => {
      clearTimeout(hidden)
      const isVisible = document.visibilityState === 'visible'
      // A device that slept kept no time, and a line that is dead may look alive.
      if (isVisible && Date.now() - hiddenAt > HIDDEN_MS) shut()
      hiddenAt = isVisible ? Infinity : Math.min(hiddenAt, Date.now())
      if (isVisible && navigator.onLine) rounds.goOn()
      else rounds.pause()
      if (!navigator.onLine) shut()
      else if (isVisible) open()
      else hidden = setTimeout(shut, HIDDEN_MS)
    }
    const impatient = setTimeout(() => now.state === 'starting' && without(), PATIENCE_MS)
    const whatMatters = [[document, 'visibilitychange'], [window, 'online'], [window, 'offline']] as const
    for (const [target, event] of whatMatters) target.addEventListener(event, look)
    look()
    return () => {
      for (const [target, event] of whatMatters) target.removeEventListener(event, look)
      for (const timer of [hidden, impatient, failed]) clearTimeout(timer)
      rounds.pause()
      shut()
    }
  }

  return {
    start,
    now: () => now,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

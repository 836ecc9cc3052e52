/** When to send: at once, when the line is back, when the page is looked at again, and else after ever longer waits. */
import { answersHeard, isReachable, whenReachabilityChanges } from '../api/connection'
import type { Outbox } from './outbox'
import type { World } from './send'
import { sendAll } from './send'

const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 120_000

export interface Courier {
  /** There may be something to do. */
  wake: () => void
}

export function startCourier(outbox: Outbox, world: World, maySend: () => boolean): Courier {
  let running = false
  let calls = 0
  let wait = FIRST_WAIT_MS
  /** The line is up and what waits does not get through all the same: that the server answers others is no news then. */
  let inVain = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const wake = () => {
    stopWaiting()
    if (!maySend()) return
    calls++
    if (!running) void run()
  }

  const run = async () => {
    running = true
    let answered: number
    do {
      answered = calls
      const before = answersHeard()
      const well = await oneTab(`afya-outbox-${outbox.user}`, () => round(outbox, world))
      if (well) wait = FIRST_WAIT_MS
      inVain = !well && answersHeard() > before
    } while (answered !== calls)
    running = false
    if (outbox.hasWaiting() || !isReachable()) later()
  }

  const stopWaiting = () => {
    clearTimeout(timer)
    timer = undefined
  }

  const later = () => {
    stopWaiting()
    timer = setTimeout(wake, wait)
    wait = Math.min(wait * 2, LONGEST_WAIT_MS)
  }

  const soon = () => {
    wait = FIRST_WAIT_MS
    wake()
  }
  outbox.whenFilled = wake
  window.addEventListener('online', soon)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && (outbox.hasWaiting() || !isReachable())) soon()
  })
  // Somebody else's call has found the line up, or down: then it is asked now and then whether it is back.
  whenReachabilityChanges(() => {
    // What its own calls find is weighed at the end of the round.
    if (running || (inVain && timer !== undefined)) return
    if (isReachable()) soon()
    else later()
  })
  return { wake }
}

/** False where something stands in the way of everything. */
async function round(outbox: Outbox, world: World): Promise<boolean> {
  await outbox.refresh()
  await outbox.keepFleeting()
  try {
    if (outbox.hasWaiting()) await sendAll(world)
    else if (!isReachable()) await world.makeSure()
    return !outbox.hasWaiting()
  } catch {
    // No line, or no session: each says so by itself, in the header and by the sign-in.
    return false
  }
}

/** Only one tab sends at a time. A browser without locks sends too: what is there already is not sent twice. */
async function oneTab(name: string, work: () => Promise<boolean>): Promise<boolean> {
  const locks = (navigator as { locks?: LockManager }).locks
  return locks ? locks.request(name, work) : work()
}

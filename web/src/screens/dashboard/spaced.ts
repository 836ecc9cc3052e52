export interface Spaced<T> {
  /** Done at once, or as soon as it may be; what waits is put together. */
  tell: (one: T) => void
  pause: () => void
  goOn: () => void
}

/** Does a thing not more often than once in so many milliseconds, and never while it is still being done. */
export function spaced<T>(ms: number, together: (one: T, other: T) => T, work: (all: T) => Promise<void> | void): Spaced<T> {
  let waiting: { all: T } | undefined
  let isResting = false
  let isPaused = false
  const go = async () => {
    if (!waiting || isResting || isPaused) return
    const { all } = waiting
    waiting = undefined
    isResting = true
    await Promise.all([work(all), new Promise((resolve) => setTimeout(resolve, ms))])
    isResting = false
    void go()
  }
  return {
    tell: (one) => {
      waiting = { all: waiting ? together(waiting.all, one) : one }
      void go()
    },
    pause: () => {
      isPaused = true
    },
    goOn: () => {
      isPaused = false
      void go()
    },
  }
}

import { readFileSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { signIn } from './journey.ts'
import { SCREENS } from './screens.ts'

// A recording of the test would be measured with it.
test.use({ trace: 'off' })

const dist = `${import.meta.dirname}/../dist`
const kB = (bytes: number) => Math.round(bytes / 102.4) / 10

/** The gzip size of everything of ours that the browser has loaded so far. */
function loaded(page: Page): () => number {
  const files = new Set<string>()
  page.on('response', (response) => {
    const path = new URL(response.url()).pathname
    if (path.startsWith('/api/')) return
    files.add(statSync(dist + path, { throwIfNoEntry: false })?.isFile() ? path : '/index.html')
  })
  return () => [...files].reduce((sum, path) => sum + gzipSync(readFileSync(dist + path)).length, 0)
}

test('the shell, all that the sign-in screen loads, is at most 100 kB', async ({ page }) => {
  const size = loaded(page)
  await page.goto('/sign-in', { waitUntil: 'networkidle' })
  console.log(`shell: ${kB(size())} kB gzip`)
  expect(kB(size())).toBeLessThanOrEqual(100)
})

for (const { path, ready, kB: most = 250 } of SCREENS) {
  test(`the screen ${path} adds at most ${most} kB`, async ({ page }) => {
    const size = loaded(page)
    await page.goto('/sign-in', { waitUntil: 'networkidle' })
    const shell = size()
    await signIn(page, path)
    await expect(page.locator(ready).first()).toBeVisible()
    await page.waitForLoadState('networkidle')
    console.log(`${path}: ${kB(size() - shell)} kB gzip more`)
    expect(kB(size() - shell)).toBeLessThanOrEqual(most)
  })
}

test('a map adds at most 330 kB', async ({ page }) => {
  const size = loaded(page)
  await page.goto('/sign-in', { waitUntil: 'networkidle' })
  const shell = size()
  await signIn(page, '/visualise?dx=MalariaConf&ou=CountryAa01&pe=202601&as=map')
  await expect.poll(() => page.locator('figure svg path').count()).toBeGreaterThan(0)
  await page.waitForLoadState('networkidle')
  console.log(`map: ${kB(size() - shell)} kB gzip more`)
  expect(kB(size() - shell)).toBeLessThanOrEqual(330)
})

/** A phone's processor takes so many times as long. */
const SLOWER = 4

/**
 * A phone on fast 3G as the browser's own tools have it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. Its slower
 * processor is reckoned from the page's own time, as Lighthouse does: the browser's own brake brakes what a busy machine
 * makes wait, too. `own` is that time so far, in milliseconds.
 */
async function phone(browser: Browser, already?: BrowserContext): Promise<{ page: Page; own: () => Promise<number>; line: () => Line }> {
  const context = already ?? await browser.newContext({ viewport: { width: 375, height: 740 }, locale: 'en-GB', serviceWorkers: 'allow' })
  const page = await context.newPage()
  const tools = await context.newCDPSession(page)
  await tools.send('Network.enable')
  await tools.send('Network.emulateNetworkConditions', { offline: false, latency: LATENCY_MS, downloadThroughput: BYTES_A_SECOND, uploadThroughput: (750e3 / 8) * 0.9 })
  await tools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const own = async () => {
    const { metrics } = await tools.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  }
  return { page, own, line: watchLine(tools) }
}

const LATENCY_MS = 150
const BYTES_A_SECOND = (1.6e6 / 8) * 0.9

/** What has gone over the line from a moment on: how many calls waited for one another, and all bytes of the answers. */
interface Line {
  rounds: number
  bytes: number
}

/** Asked for once, it begins again. */
function watchLine(tools: CDPSession): () => Line {
  const started = new Map<string, number>()
  let calls: { from: number; to: number; bytes: number }[] = []
  tools.on('Network.requestWillBeSent', ({ requestId, timestamp }) => started.set(requestId, timestamp))
  tools.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => {
    calls.push({ from: started.get(requestId) ?? timestamp, to: timestamp, bytes: encodedDataLength })
  })
  return () => {
    let [rounds, end] = [0, -Infinity]
    // The longest chain of calls of which each began after the one before had ended.
    for (const { from, to } of [...calls].sort((one, other) => one.to - other.to)) if (from >= end) [rounds, end] = [rounds + 1, to]
    const bytes = calls.reduce((sum, call) => sum + call.bytes, 0)
    calls = []
    return { rounds, bytes }
  }
}

/** The same wait as the line and the page's own work alone make it, where a busy machine adds to what a clock says. */
function reckoned({ rounds, bytes }: Line, own: number): number {
  return rounds * LATENCY_MS + (1000 * bytes) / BYTES_A_SECOND + SLOWER * own
}

const DISTURBED_MS = 100

/** Whether the machine, busy with other things, adds as much to two small calls as would be seen in a measure. */
async function isDisturbed(page: Page): Promise<boolean> {
  const time = await page.evaluate(async () => {
    const start = performance.now()
    for (const n of [1, 2]) await fetch(`/api/loginConfig?n=${n}`, { cache: 'no-store' })
    return performance.now() - start
  })
  return time > 2 * LATENCY_MS + DISTURBED_MS
}

interface Measure {
  time: number
  reckoned: number
  disturbed: boolean
}

/** The fastest of a few: what other things the machine does only lengthens. Where it does them all the time, the wait is reckoned, or not known. */
async function fastest(otherwise: 'reckon' | 'skip', measure: () => Promise<Measure>): Promise<number> {
  const all: Measure[] = []
  while (all.length < 5 && !all.some(({ time }) => time <= 1200)) all.push(await measure())
  const best = Math.min(...all.map(({ time }) => time))
  if (best <= 1200 || !all.every(({ disturbed }) => disturbed)) return best
  test.skip(otherwise === 'skip', `the machine is too busy to measure: ${Math.round(best)} ms`)
  console.log(`the machine is too busy to measure (${Math.round(best)} ms): reckoned from the calls and the page's own time`)
  return Math.min(...all.map((one) => one.reckoned))
}

/** The largest thing of the home page, as the second of the two tests below makes sure. */
const LARGEST = 'main h1'

test('who signs in on a phone on fast 3G, for the first time on it, sees the largest part of the home page within 1.2 s', async ({ browser }) => {
  const painted = await fastest('reckon', async () => {
    const { page, own, line } = await phone(browser)
    await page.goto('/')
    // Nobody types faster than this.
    await page.locator('[name=username]').pressSequentially('nurse', { delay: 100 })
    await page.locator('[name=password]').pressSequentially('Clinic-2026', { delay: 100 })
    const before = await own()
    line()
    // The browser's own measure ends with the first key: the same is measured from the press of the button.
    const time = await page.evaluate(
      (largest) =>
        new Promise<number>((resolve) => {
          const button = document.querySelector<HTMLButtonElement>('form button[type=submit]')
          const start = performance.now()
          new MutationObserver(() => {
            if (document.querySelector(largest)) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)))
          }).observe(document.body, { childList: true, subtree: true })
          button?.click()
        }),
      LARGEST,
    )
    const [way, spent] = [line(), (await own()) - before]
    console.log(`${way.rounds} calls after one another, ${kB(way.bytes)} kB, ${Math.round(spent)} ms of its own`)
    await expect(page.locator(LARGEST)).toContainText('Welcome')
    const disturbed = await isDisturbed(page)
    await page.context().close()
    return { time: time + (SLOWER - 1) * spent, reckoned: reckoned(way, spent), disturbed }
  })
  console.log(`from the press of the button to the largest paint: ${Math.round(painted)} ms`)
  expect(painted).toBeLessThanOrEqual(1200)
})

test('who is signed in on a phone on fast 3G sees the home page within 1.2 s', async ({ browser }) => {
  const { page: first } = await phone(browser)
  await signIn(first)
  await expect(first.locator('[data-duty]').first()).toBeVisible()
  // The next start comes from the device.
  await first.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)
  const painted = await fastest('skip', async () => {
    const { page, own, line } = await phone(browser, first.context())
    await page.goto('/')
    await page.locator(LARGEST).waitFor()
    const [way, spent] = [line(), await own()]
    console.log(`${way.rounds} calls after one another, ${kB(way.bytes)} kB, ${Math.round(spent)} ms of its own`)
    await expect(page.locator('[data-duty]').first()).toBeVisible()
    const { time, isLargest } = await page.evaluate(
      (largest) =>
        new Promise<{ time: number; isLargest: boolean }>((resolve) => {
          new PerformanceObserver((list) => {
            const last: (PerformanceEntry & { element?: Element }) | undefined = list.getEntries().at(-1)
            resolve({ time: last?.startTime ?? Infinity, isLargest: last?.element?.matches(largest) ?? false })
          }).observe({ type: 'largest-contentful-paint', buffered: true })
        }),
      LARGEST,
    )
    expect(isLargest).toBe(true)
    const disturbed = await isDisturbed(page)
    await page.close()
    return { time: time + (SLOWER - 1) * spent, reckoned: reckoned(way, spent), disturbed }
  })
  console.log(`largest contentful paint: ${Math.round(painted)} ms`)
  expect(painted).toBeLessThanOrEqual(1200)
  await first.context().close()
})

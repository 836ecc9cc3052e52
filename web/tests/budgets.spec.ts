import { readFileSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { signIn } from './journey.ts'
import { SCREENS } from './screens.ts'

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

/** A phone on fast 3G as the browser's own tools have it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
async function onAPhone(page: Page) {
  const tools = await page.context().newCDPSession(page)
  await tools.send('Network.enable')
  await tools.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: (1.6e6 / 8) * 0.9, uploadThroughput: (750e3 / 8) * 0.9 })
}

test('who is signed in sees the home page within 1.2 s on fast 3G', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 740 })
  await signIn(page, '/')
  await expect(page.locator('[data-duty]').first()).toBeVisible()
  await onAPhone(page)
  await page.goto('/')
  await expect(page.locator('[data-duty]').first()).toBeVisible()
  const painted = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Infinity)).observe({ type: 'largest-contentful-paint', buffered: true })
      }),
  )
  console.log(`largest contentful paint: ${Math.round(painted)} ms`)
  expect(painted).toBeLessThanOrEqual(1200)
})

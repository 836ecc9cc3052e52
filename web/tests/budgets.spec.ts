import { readFileSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { signIn } from './journey.ts'

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

const SCREENS = [
  { path: '/', ready: 'h1' },
  { path: '/data-entry?ds=MonthlySet1&ou=ClinicAaa01&pe=202601', ready: '[data-form]' },
  { path: '/visualise?dx=Attendance1', ready: 'figure svg text' },
]
for (const { path, ready } of SCREENS) {
  test(`the screen ${path} adds at most 250 kB`, async ({ page }) => {
    const size = loaded(page)
    await page.goto('/sign-in', { waitUntil: 'networkidle' })
    const shell = size()
    await signIn(page, path)
    await expect(page.locator(ready).first()).toBeVisible()
    await page.waitForLoadState('networkidle')
    console.log(`${path}: ${kB(size() - shell)} kB gzip more`)
    expect(kB(size() - shell)).toBeLessThanOrEqual(250)
  })
}

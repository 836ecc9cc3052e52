import { expect, test } from '@playwright/test'
import { expectNoSidewaysScroll, signIn } from './journey.ts'
import { SCREENS } from './screens.ts'

// The worker belongs to what the browser could complain of.
test.use({ serviceWorkers: 'allow' })

/** The units of the person, which no screen asks for as a whole. */
const GETTING_READY = /withinUserHierarchy=true&fields=id(,|&|$)/

for (const { path, ready, calls } of SCREENS) {
  test(`${path} asks the server for nothing twice, and the browser has nothing to complain of`, async ({ page }) => {
    await signIn(page)
    // What the first screen still asks for is not counted.
    await page.goto('about:blank')
    const asked: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => {
      // Once the screen stands, the device gets ready for a start without a line; that is not the screen's.
      if (request.url().includes('/api/') && !GETTING_READY.test(request.url())) asked.push(request.url())
    })
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(path)
    await expect(page.locator(ready).first()).toBeVisible()
    await page.waitForLoadState('networkidle')
    expect(new Set(asked).size, asked.join('\n')).toBe(asked.length)
    expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(calls)
    expect(complaints).toEqual([])
  })

  test(`${path} fits a width of 320 pixels`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    await signIn(page, path)
    await expect(page.locator(ready).first()).toBeVisible()
    await expectNoSidewaysScroll(page)
  })
}

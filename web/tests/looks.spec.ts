import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll, LOOKS, signIn, wear } from './journey.ts'
import { DIALOGS, SCREENS } from './screens.ts'

/** Every screen and every dialog in every look: nothing that axe finds, nothing that has to be scrolled sideways. */
for (const look of LOOKS) {
  test(`the screens are accessible: ${look.name}`, async ({ page }) => {
    test.slow()
    await wear(page, look)
    await signIn(page, '/')
    for (const { path, ready } of SCREENS) {
      await page.goto(path)
      await expect(page.locator(ready).first(), path).toBeVisible()
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
    }
  })

  test(`the dialogs are accessible: ${look.name}`, async ({ page }) => {
    test.slow()
    await wear(page, look)
    await signIn(page, '/')
    for (const { name, path, opener, ready } of DIALOGS) {
      await page.goto(path)
      await page.locator(opener).click()
      await expect(page.locator(ready).first(), name).toBeVisible()
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
    }
  })
}

test('what a ministry says in Latin letters stands right in a page from right to left', async ({ page }) => {
  await wear(page, LOOKS[3])
  await page.goto('/sign-in')
  // The full stop of a sentence of the ministry stays at its end.
  for (const sentence of ['For everybody who reports.', 'Reporting closes on the 15th.', 'Ministry of Tests']) await expect(page.locator('bdi', { hasText: sentence })).toBeVisible()
  await signIn(page, '/')
  const name = page.locator('header a span[aria-hidden]').first()
  await expect(name).toHaveText('Health of the Republic of Tests')
  await expect(name).toHaveCSS('direction', 'ltr')
})

test('at 200 % zoom, which halves a window of 1280 pixels, every screen is of use', async ({ page }) => {
  test.slow()
  await page.setViewportSize({ width: 640, height: 400 })
  await signIn(page, '/')
  for (const { path, ready } of SCREENS) {
    await page.goto(path)
    await expect(page.locator(ready).first(), path).toBeVisible()
    await expectNoSidewaysScroll(page)
  }
})

test('what can be pressed on a screen is reached by Tab and can be seen to have the focus', async ({ page }) => {
  test.slow()
  await signIn(page, '/')
  for (const { path, ready } of SCREENS) {
    await page.goto(path)
    await expect(page.locator(ready).first(), path).toBeVisible()
    const main = page.locator('main')
    const first = main.locator('a[href], button:enabled, input:enabled:not([hidden]), select:enabled, summary').first()
    let reached = false
    for (let presses = 0; presses < 20 && !reached; presses++) {
      await page.keyboard.press('Tab')
      reached = await first.evaluate((element) => element === document.activeElement)
    }
    expect(reached, `the first control of ${path}`).toBe(true)
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)
    expect(outline, path).not.toBe('none')
  }
})

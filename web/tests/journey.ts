import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** Who walks the journeys; another server brings its own people by environment. */
export const WHO = {
  username: process.env.E2E_USERNAME ?? 'nurse',
  password: process.env.E2E_PASSWORD ?? 'Clinic-2026',
}
export const ON_MOCK = process.env.E2E_BASE_URL === undefined

export async function signIn(page: Page, path = '/', username = WHO.username) {
  await page.goto(path)
  await page.locator('[name=username]').fill(username)
  await page.locator('[name=password]').fill(WHO.password)
  await page.locator('form button[type=submit]').click()
  await expect(page.locator('header')).toBeVisible()
}

/** No violation of WCAG 2.2 A and AA, and no sideways scroll. */
export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'])
    .options({ rules: { 'target-size': { enabled: true } } })
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([])
}

export async function expectNoSidewaysScroll(page: Page) {
  const extra = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(extra, 'pixels that the page scrolls sideways').toBeLessThanOrEqual(0)
}

export const LOOKS = [
  { name: 'light', theme: 'light', language: 'en', width: 1280 },
  { name: 'dark', theme: 'dark', language: 'en', width: 1280 },
  { name: 'arabic', theme: 'light', language: 'ar', width: 1280 },
  { name: 'arabic-dark-phone', theme: 'dark', language: 'ar', width: 375 },
  { name: 'phone', theme: 'light', language: 'en', width: 375 },
] as const

/** Before the first load: the preferences that a person would have set. */
export async function wear(page: Page, look: (typeof LOOKS)[number]) {
  await page.setViewportSize({ width: look.width, height: look.width < 600 ? 740 : 800 })
  await page.addInitScript(({ theme, language }) => {
    localStorage.setItem('afya.theme', theme)
    localStorage.setItem('afya.language', language)
  }, look)
}

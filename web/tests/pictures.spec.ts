import { mkdirSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { LOOKS, signIn, wear, WHO } from './journey.ts'

/** The pictures of docs/user, and one of each screen in each look: `npm run pictures` writes them afresh. */
const folder = `${import.meta.dirname}/../../docs/user/pictures`
const look = process.env.PICTURES
const LOOKED_AT = look === 'all' ? LOOKS : LOOKS.filter(({ name }) => name === 'light' || name === 'phone')
const ADDRESSES = {
  'data-entry': process.env.E2E_DATA_ENTRY ?? '/data-entry?ds=MonthlySet1&ou=ClinicAaa01&pe=202601',
  dashboard: process.env.E2E_DASHBOARD ?? '/dashboard?db=DashMalari1',
  visualise: process.env.E2E_VISUALISE ?? '/visualise?dx=Attendance1;MalariaConf',
}

async function take(page: Page, name: string) {
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${look === 'all' ? 'test-results/pictures' : folder}/${name}.png` })
}

for (const one of LOOKED_AT) {
  test(`pictures: ${one.name}`, async ({ page }) => {
    await wear(page, one)
    await page.goto('/sign-in')
    await page.locator('[name=username]').fill(WHO.username)
    await take(page, `sign-in-${one.name}`)
    await signIn(page, ADDRESSES['data-entry'])
    const field = page.locator('[data-form] input[inputmode]').first()
    await field.fill('42')
    await field.press('Enter')
    await expect(page.locator('[data-status=saved]').first()).toBeVisible()
    await take(page, `data-entry-${one.name}`)
    await page.locator('main [aria-haspopup=dialog]').first().click()
    await expect(page.getByRole('treegrid')).toBeVisible()
    await take(page, `tree-${one.name}`)
    await page.keyboard.press('Escape')
    await page.route('**/api/**', (route) => route.abort())
    await field.fill('43')
    await field.press('Enter')
    await page.locator('header [role=status] button').click()
    await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(1)
    await take(page, `unsent-${one.name}`)
    await page.unroute('**/api/**')
    await page.goto(ADDRESSES.visualise)
    await expect(page.locator('figure svg text').first()).toBeVisible()
    await take(page, `visualise-${one.name}`)
    await page.goto(ADDRESSES.dashboard)
    await expect(page.locator('[data-item=ItemMalaria1] svg text').first()).toBeVisible()
    await expect(page.locator('main [data-waiting], [data-following=starting]')).toHaveCount(0)
    await take(page, `dashboard-${one.name}`)
    await page.goto('/')
    await expect(page.locator('[data-duty] a, [data-duty] summary').first()).toBeVisible()
    await take(page, `home-${one.name}`)
    await page.keyboard.press('Control+k')
    await page.locator('dialog [role=combobox]').fill('cli')
    await expect(page.locator('dialog [role=option]').nth(2)).toBeVisible()
    await take(page, `find-${one.name}`)
    await page.keyboard.press('Escape')
    await page.locator('header button[aria-expanded]').click()
    if (look === 'all') await take(page, `menu-${one.name}`)
    for (const [name, ready] of [['profile', '[name=email]'], ['settings', '[aria-labelledby=ministry] input, [aria-labelledby=own] select']] as const) {
      await page.goto(`/${name}`)
      await expect(page.locator(ready).last()).toBeVisible()
      await take(page, `${name}-${one.name}`)
    }
  })
}

test('pictures: jobs', async ({ page }) => {
  await signIn(page, '/', 'clerk')
  await page.locator('header button[aria-haspopup=dialog]:not([aria-keyshortcuts])').first().click()
  await expect(page.locator('dialog li')).toBeVisible()
  await take(page, 'jobs-light')
})

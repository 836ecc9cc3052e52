import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll, LOOKS, signIn, wear } from './journey.ts'

const CURVE = '/visualise?dx=Attendance1;MalariaConf'
const thisMonth = () => new Date().toLocaleDateString('sv', { timeZone: 'Africa/Nairobi' }).slice(0, 7).replace('-', '')
const figure = async (page: Page) => Number((await page.locator('tbody tr').last().getByRole('cell').first().innerText()).replaceAll(',', ''))

test('what is typed in a form has moved the curve when one comes back to it', async ({ page }) => {
  const month = thisMonth()
  await signIn(page, CURVE)
  await expect(page.locator('figure svg text').first()).toBeVisible()
  const before = await figure(page)
  await page.getByRole('link', { name: 'Data entry' }).click()
  await page.goto(`/data-entry?ds=MonthlySet1&ou=ClinicAaa01&pe=${month}`)
  const field = page.locator('[data-cell="Attendance1.PlainOption"]')
  await field.fill('1000')
  await field.press('Enter')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await page.goBack()
  await page.goBack()
  await expect(page).toHaveURL(/visualise/)
  await expect.poll(() => figure(page)).toBe(before + 1000)
})

test('data are chosen by keyboard alone, and stand in the address', async ({ page }) => {
  await signIn(page, '/visualise')
  await expect(page.getByText('The chart appears here.')).toBeVisible()
  await page.getByRole('button', { name: 'Data Choose data' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('malaria')
  await expect(page.getByRole('checkbox')).toHaveCount(4)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await expect(page.getByText('2 chosen')).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/dx=PositivRate;MalariaConf/)
  await expect(page.getByRole('img', { name: /Malaria test positivity \/ Malaria, confirmed/ })).toBeVisible()
})

test('the same answer is seen as lines or columns without asking again', async ({ page }) => {
  await signIn(page, CURVE)
  await expect(page.locator('figure svg text').first()).toBeVisible()
  let asked = 0
  page.on('request', (request) => (asked += request.url().includes('/api/analytics') ? 1 : 0))
  await page.getByLabel('Columns').check()
  await expect(page).toHaveURL(/as=column/)
  await expect(page.locator('figure svg text').first()).toBeVisible()
  expect(asked).toBe(0)
})

test('the periods are named in the language of the screen', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('afya.language', 'fr'))
  await signIn(page, '/visualise?dx=Attendance1&pe=202601')
  await expect(page.getByRole('row', { name: /janvier 2026/ })).toBeVisible()
})

test('the tree is open at the unit that is chosen', async ({ page }) => {
  await signIn(page, '/visualise')
  await page.getByRole('button', { name: /Organisation unit/ }).click()
  await expect(page.getByRole('row', { name: 'Republic of Tests' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('row', { name: 'Lake District' })).toBeVisible()
})

test('a choice without values says what to do next', async ({ page }) => {
  await signIn(page, '/visualise?dx=CholeraNew1')
  await expect(page.getByText('There are no values for this choice.')).toBeVisible()
})

test('a refusal of the server is said, with its sentence', async ({ page }) => {
  await signIn(page, '/visualise?dx=NothingHere')
  await expect(page.getByRole('alert')).toContainText('Dimension dx is present in query')
  await expectAccessible(page)
})

for (const look of LOOKS) {
  test(`the chart, its table and the choice of data are accessible: ${look.name}`, async ({ page }) => {
    await wear(page, look)
    await signIn(page, CURVE)
    await expect(page.locator('figure svg text').first()).toBeVisible()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.locator('main [aria-haspopup=dialog]').first().click()
    await expect(page.getByRole('checkbox').first()).toBeVisible()
    await expectAccessible(page)
  })
}

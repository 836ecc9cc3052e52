import { expect, test } from '@playwright/test'
import { signIn } from './journey.ts'

test('a form, a unit and a chart are found by keyboard alone, with two calls once typing rests', async ({ page }) => {
  await signIn(page, '/')
  await expect(page.locator('[data-duty]').first()).toBeVisible()
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/')) asked.push(request.url())
  })
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: /A screen, a form/ })
  await expect(field).toBeFocused()
  await page.keyboard.type('cli', { delay: 20 })
  await expect(page.getByRole('option', { name: /Acacia Clinic Republic of Tests › Lake District/ })).toBeVisible()
  await expect(page.getByRole('option', { name: /Clinic monthly report Form/ })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('option', { name: /Visits to clinics Visualization/ })).toBeVisible()
  expect(asked, asked.join('\n')).toHaveLength(2)
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('option', { selected: true })).toContainText('Acacia Clinic')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/data-entry\?ou=ClinicAaa01$/)
})

test('a screen is found without any call, and the unit and the period go along', async ({ page }) => {
  await signIn(page, '/data-entry?ds=MonthlySet1&ou=ClinicAaa01&pe=202601')
  await expect(page.locator('[data-form]')).toBeVisible()
  await page.getByRole('button', { name: /^Find/ }).click()
  await page.getByRole('combobox', { name: /A screen, a form/ }).fill('visual')
  await page.getByRole('option', { name: /^Visualise Screen/ }).click()
  await expect(page).toHaveURL(/\/visualise\?ou=ClinicAaa01&pe=202601/)
  await page.getByRole('link', { name: 'Data entry', exact: true }).click()
  await expect(page).toHaveURL(/\/data-entry\?ou=ClinicAaa01&pe=202601/)
})

test('Escape closes the search and gives the focus back; nothing found is said', async ({ page }) => {
  await signIn(page, '/')
  const button = page.getByRole('button', { name: /^Find/ })
  await button.click()
  await page.getByRole('combobox', { name: /A screen, a form/ }).fill('zzzz')
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('Nothing has this name.')
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
})

test('a unit among 20,000 is found from anywhere', async ({ page }) => {
  await signIn(page, '/', 'planner')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /A screen, a form/ }).fill('flat post 4999')
  await page.getByRole('option', { name: /Flat Post 4999/ }).click()
  await expect(page).toHaveURL(/ou=FlatPost4999/)
})

test('jobs are asked for when one looks, watched while they run, and left alone when they are done', async ({ page }) => {
  let asked = 0
  page.on('request', (request) => {
    if (request.url().includes('/system/tasks')) asked += 1
  })
  await signIn(page, '/', 'clerk')
  await expect(page.locator('[data-duty]').first()).toBeVisible()
  expect(asked).toBe(0)
  await page.getByRole('button', { name: 'Jobs' }).click()
  const tray = page.getByRole('dialog', { name: 'Jobs' })
  await expect(tray.getByText('Import of data values')).toBeVisible()
  await expect(tray.getByRole('progressbar')).toHaveAttribute('value', '0.4')
  await expect(tray.getByText('Import complete')).toBeVisible({ timeout: 15_000 })
  expect(asked).toBe(3)
  await tray.getByRole('button', { name: 'Show the report' }).click()
  await expect(tray.getByText('12 new, 3 changed, 0 deleted, 1 left out')).toBeVisible()
  await expect(tray.getByText('Period is closed')).toBeVisible()
})

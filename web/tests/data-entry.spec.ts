import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll, LOOKS, signIn, wear } from './journey.ts'

const MONTH = '202601'
const FORM = `/data-entry?ds=MonthlySet1&ou=ClinicAaa01&pe=${MONTH}`
const field = (page: Page, key: string) => page.locator(`[data-cell="${key}"]`)
const attendance = (page: Page) => field(page, 'Attendance1.PlainOption')

test('a value is saved when its field is left, and is there after a reload', async ({ page }) => {
  await signIn(page, FORM)
  await attendance(page).fill('42')
  await attendance(page).press('Enter')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await page.reload()
  await expect(attendance(page)).toHaveValue('42')
})

test('Enter in the last field saves it and stays there', async ({ page }) => {
  await signIn(page, '/data-entry?ds=WeeklySet01&ou=ClinicAaa01&pe=2025W10')
  const last = page.locator('[data-cell]').last()
  await last.fill('7')
  await last.press('Enter')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await expect(last).toBeFocused()
})

test('a value is removed when its field is emptied', async ({ page }) => {
  await signIn(page, FORM)
  await attendance(page).fill('42')
  await attendance(page).press('Tab')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  const removal = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/dataValueSets'))
  await attendance(page).fill('')
  await attendance(page).press('Tab')
  expect(((await removal).postDataJSON() as { dataValues: object[] }).dataValues[0]).toMatchObject({ deleted: true })
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await page.reload()
  await expect(attendance(page)).toHaveValue('')
})

test('a refusal is said at the cell with the sentence of the server, and nothing is lost', async ({ page }) => {
  await signIn(page, FORM)
  await attendance(page).fill('666')
  await attendance(page).press('Tab')
  await expect(page.getByText('refused by a rule of the ministry')).toBeVisible()
  await expect(page.getByText('1 value is not saved.')).toBeVisible()
  await expect(attendance(page)).toHaveAccessibleDescription(/refused by a rule/)
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Visualise' }).click()
  await page.goBack()
  await expect(attendance(page)).toHaveValue('666')
})

test('a line that drops loses nothing: the value is kept and saved again', async ({ page }) => {
  await signIn(page, FORM)
  await page.route('**/api/dataValueSets', (route) => route.abort())
  await attendance(page).fill('7')
  await attendance(page).press('Tab')
  await expect(page.getByText('1 value is kept on this device.')).toBeVisible()
  await page.unroute('**/api/dataValueSets')
  await page.getByRole('button', { name: 'Save again' }).click()
  await expect(page.getByText('1 value saved.')).toBeVisible()
})

test('a session that ends in the middle of a form loses nothing', async ({ page, context }) => {
  await signIn(page, FORM)
  await expect(attendance(page)).toBeVisible()
  await context.clearCookies()
  await attendance(page).fill('8')
  await attendance(page).press('Tab')
  await expect(page.getByText('Your session has ended.')).toBeVisible()
  await page.getByLabel('Username').fill('nurse')
  await page.getByLabel('Password').fill('Clinic-2026')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(attendance(page)).toHaveValue('8')
  await expect(page.getByText('1 value saved.')).toBeVisible()
})

test('what is typed while the session ends is kept, though its field was never left', async ({ page, context }) => {
  await signIn(page, FORM)
  await expect(attendance(page)).toBeVisible()
  await context.clearCookies()
  // The server says that the session has ended only when the second value stands there; what is asked later is not held.
  for (const path of ['**/api/me?fields=id', '**/api/dataEntry/dataValues?*']) {
    let held = false
    await page.route(path, async (route) => {
      if (!held) {
        held = true
        await expect(field(page, 'StockDays01.PlainOption')).toHaveValue('31')
      }
      await route.continue()
    })
  }
  await attendance(page).fill('9')
  await attendance(page).press('Enter')
  await page.keyboard.type('31')
  await expect(page.getByText('Your session has ended.')).toBeVisible()
  await page.getByLabel('Username').fill('nurse')
  await page.getByLabel('Password').fill('Clinic-2026')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('2 values saved.')).toBeVisible()
  await expect(field(page, 'StockDays01.PlainOption')).toHaveValue('31')
})

test('what is typed is kept when one goes to another screen by the browser', async ({ page }) => {
  await signIn(page, '/')
  await page.getByRole('main').getByRole('link', { name: /Data entry/ }).click()
  await page.goto(FORM)
  await page.getByRole('link', { name: 'Visualise' }).click()
  await page.goBack()
  await attendance(page).fill('11')
  await page.goForward()
  await page.goBack()
  await expect(attendance(page)).toHaveValue('11')
  await expect(page.getByText('1 value saved.')).toBeVisible()
})

test('what cannot be a value of its type is said without asking the server', async ({ page }) => {
  await signIn(page, FORM)
  await attendance(page).fill('12a')
  await attendance(page).press('Tab')
  await expect(page.getByText('Type a whole number of 0 or more.')).toBeVisible()
})

test('arrows and Enter move as in a spreadsheet', async ({ page }) => {
  await signIn(page, FORM)
  await field(page, 'MalariaSusp.YoungMale01').focus()
  await page.keyboard.press('ArrowRight')
  await expect(field(page, 'MalariaSusp.OldFemale01')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(field(page, 'MalariaConf.OldFemale01')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(attendance(page)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(field(page, 'MalariaConf.YoungFemale')).toBeFocused()
})

test('each value type has its control', async ({ page }) => {
  await signIn(page, FORM)
  await field(page, 'HasPower001.PlainOption').selectOption('Yes')
  await field(page, 'Supervised1.PlainOption').check()
  await field(page, 'LastVisit01.PlainOption').fill('2026-01-20')
  await field(page, 'WaterSource.PlainOption').selectOption('Rain water')
  await page.getByLabel('Measles and rubella').check()
  await field(page, 'Remarks0001.PlainOption').fill('Roads were closed')
  await field(page, 'Remarks0001.PlainOption').blur()
  await expect(page.getByText('6 values saved.')).toBeVisible()
  await page.reload()
  await expect(field(page, 'HasPower001.PlainOption')).toHaveValue('true')
  await expect(page.getByLabel('Measles and rubella')).toBeChecked()
  await expect(field(page, 'Remarks0001.PlainOption')).toHaveValue('Roads were closed')
})

test('the three choices are made by keyboard alone, and stand in the address', async ({ page }) => {
  await signIn(page, '/data-entry')
  await expect(page.getByText('The form appears here.')).toBeVisible()
  await page.getByLabel('Data set').focus()
  await page.keyboard.type('Clinic')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('treegrid')).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('row', { name: 'Acacia Clinic' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /Organisation unit Acacia Clinic/ })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await expect(page).toHaveURL(/ds=MonthlySet1&ou=ClinicAaa01&pe=\d{6}$/)
  await expect(page.getByRole('heading', { name: 'Malaria' })).toBeVisible()
})

test('a unit is found by name, and a hostile name is only text', async ({ page }) => {
  await signIn(page, '/data-entry?ds=MonthlySet1')
  await page.getByRole('button', { name: /Organisation unit/ }).click()
  await page.getByLabel('Search by name').fill('hilltop')
  await expect(page.getByText('1 unit', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: /Hilltop <img/ }).click()
  await expect(page.getByRole('button', { name: /Hilltop <img src=x onerror=alert\(1\)>/ })).toBeVisible()
})

test('a unit that does not report the set is told so', async ({ page }) => {
  await signIn(page, '/data-entry?ds=MonthlySet1&ou=ClinicAaa03')
  await expect(page.getByText('This unit does not report this data set.')).toBeVisible()
})

test('only sets that a unit of the person reports are offered', async ({ page }) => {
  await signIn(page, '/data-entry')
  await expect(page.getByLabel('Data set').getByRole('option')).toHaveText(['Choose', 'Clinic monthly report', 'Partner activities', 'Weekly alert'])
})

test('a closed period is read, not written', async ({ page }) => {
  await signIn(page, '/data-entry?ds=MonthlySet1&ou=ClinicAaa01&pe=201905')
  await expect(page.getByText('This period is closed for entry.')).toBeVisible()
  await expect(attendance(page)).toBeDisabled()
  // What was handed in before it was closed does not say that it may be changed.
  await page.request.post('/api/dataEntry/dataSetCompletion', { data: { dataSet: 'MonthlySet1', orgUnit: 'ClinicAaa01', period: '201905', completed: true } })
  await page.reload()
  await expect(page.getByText('Marked complete on')).toBeVisible()
  await expect(page.getByText('Values can still be changed.')).toHaveCount(0)
})

test('a set with its own categories asks for them first', async ({ page }) => {
  await signIn(page, '/data-entry?ds=PartnerSet1&ou=ClinicAaa01&pe=2025Q4')
  await page.getByLabel('Implementing partner').selectOption('Wide Reach')
  const nets = field(page, 'NetsGiven01.PlainOption')
  await nets.fill('300')
  await nets.press('Tab')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await page.getByLabel('Implementing partner').selectOption('Village Care')
  await expect(nets).toHaveValue('')
})

for (const look of LOOKS) {
  test(`the form and the tree are accessible: ${look.name}`, async ({ page }) => {
    await wear(page, look)
    await signIn(page, FORM)
    await expect(attendance(page)).toBeVisible()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.locator('main [aria-haspopup=dialog]').click()
    await expect(page.getByRole('treegrid')).toBeVisible()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  })
}

import type { Locator, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { WHO } from './journey.ts'

/** Each journey from the sign-in to its end with nothing but keys: no mouse, and no focus that a test puts somewhere. */

const MOST_STEPS = 80

/** Presses Tab until the focus is there, as a person would. */
async function tabTo(page: Page, goal: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  await expect(goal).toBeVisible()
  for (let step = 0; step < MOST_STEPS; step++) {
    if (await goal.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`the focus never came to ${goal.toString()}`)
}

async function press(page: Page, goal: Locator, key = 'Enter') {
  await tabTo(page, goal)
  await page.keyboard.press(key)
}

async function signInByKeys(page: Page, path: string, username = WHO.username) {
  await page.goto(path)
  await expect(page.getByLabel('Username')).toBeFocused()
  await page.keyboard.type(username)
  await page.keyboard.press('Tab')
  await page.keyboard.type(WHO.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
}

test('a late report is found, filled in and marked complete', async ({ page }) => {
  await signInByKeys(page, '/')
  const duty = page.locator('[data-duty^="MonthlySet1"]').first()
  await press(page, duty.locator('summary'))
  await press(page, duty.getByRole('link').first())
  await expect(page.locator('[data-form]')).toBeVisible()
  const attendance = page.locator('[data-cell="Attendance1.PlainOption"]')
  await tabTo(page, attendance)
  await page.keyboard.type('150')
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await press(page, page.getByRole('button', { name: 'Mark complete' }))
  await expect(page.getByText(/Marked complete on/).or(page.getByRole('dialog'))).toBeVisible()
  const anyway = page.getByRole('button', { name: 'Mark complete anyway' })
  if (await anyway.isVisible()) await press(page, anyway)
  await expect(page.getByText(/Marked complete on/)).toBeVisible()
  // Who has pressed the button is still at it.
  await expect(page.getByRole('button', { name: 'Open again' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Not marked complete yet.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Mark complete' })).toBeFocused()
})

test('a dashboard is opened from the header, filtered, read as figures and left for the visualiser', async ({ page }) => {
  await signInByKeys(page, '/')
  await tabTo(page, page.getByRole('navigation').getByRole('link', { name: 'Dashboards' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  // The home page, which has favourites of that name, is gone.
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboards' })).toBeVisible()
  await press(page, page.getByRole('main').getByRole('link', { name: /^Malaria/ }))
  await press(page, page.getByRole('button', { name: /^Period/ }))
  await press(page, page.getByRole('checkbox', { name: 'This month' }), 'Space')
  await press(page, page.getByRole('button', { name: 'Show', exact: true }))
  await expect(page).toHaveURL(/fil=pe:THIS_MONTH$/)
  await press(page, page.getByRole('button', { name: 'Remove the filters' }))
  await press(page, page.getByRole('button', { name: 'Figures of Malaria by month' }), 'Space')
  await expect(page.getByRole('region', { name: 'Malaria by month' }).getByRole('table')).toBeVisible()
  await tabTo(page, page.getByRole('link', { name: 'Malaria by month' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/visualise\?vis=VisMalaria1/)
})

test('what waits to be sent is looked at and sent', async ({ page }) => {
  await signInByKeys(page, '/data-entry?ds=MonthlySet1&ou=ClinicAaa01&pe=202601')
  await page.route('**/api/**', (route) => route.abort())
  await tabTo(page, page.locator('[data-cell="Attendance1.PlainOption"]'))
  await page.keyboard.type('43')
  await page.keyboard.press('Enter')
  const badge = page.locator('header [role=status] button')
  await tabTo(page, badge, 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(1)
  // The line comes back with the key: what the outbox tries by itself before is on its way until then.
  let bringBack: (() => void) | undefined
  const back = new Promise<void>((resolve) => (bringBack = resolve))
  await page.route('**/api/**', async (route) => {
    await back
    await route.continue()
  })
  await press(page, page.getByRole('dialog').getByRole('button', { name: /Send|Try/ }).first())
  bringBack?.()
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the profile: an address is saved and confirmed, a second step turned on and off, the password changed', async ({ page }) => {
  await signInByKeys(page, '/')
  await tabTo(page, page.locator('header button[aria-expanded]'), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await press(page, page.getByRole('link', { name: 'Your profile' }))
  await expect(page.getByRole('heading', { level: 1, name: 'Your profile' })).toBeFocused()
  await tabTo(page, page.getByLabel('E-mail'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type('halima@clinic.example')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved.')).toBeVisible()
  await press(page, page.getByRole('button', { name: 'Send me a letter' }))
  await expect(page.getByText('A letter is on its way.')).toBeVisible()
  await press(page, page.getByRole('button', { name: 'Use an authenticator app' }))
  const code = page.getByLabel('Code of six digits')
  await tabTo(page, code)
  await page.keyboard.type('123456')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'The second step is on.' })).toBeFocused()
  await press(page, page.getByRole('button', { name: 'Turn off' }))
  await tabTo(page, code)
  await page.keyboard.type('123456')
  await press(page, page.getByRole('button', { name: 'Turn off' }))
  await expect(page.getByRole('status').filter({ hasText: 'The second step is off.' })).toBeFocused()
  await tabTo(page, page.getByLabel('Present password'), 'Shift+Tab')
  await page.keyboard.type(WHO.password)
  await page.keyboard.press('Tab')
  await page.keyboard.type(WHO.password)
  await page.keyboard.press('Tab')
  await page.keyboard.type(WHO.password)
  await page.keyboard.press('Enter')
  await expect(page.getByText('The password is changed.')).toBeVisible()
})

test('a view is made of data, periods, units and a kind, and saved under a name', async ({ page }) => {
  await signInByKeys(page, '/visualise')
  const dialog = page.getByRole('dialog')
  await press(page, page.getByRole('button', { name: 'Data Choose data' }))
  await tabTo(page, dialog.getByLabel('Search by name'))
  await page.keyboard.type('outpatients')
  await press(page, dialog.getByRole('checkbox', { name: /Outpatients, new/ }), 'Space')
  await press(page, dialog.getByRole('button', { name: 'Show', exact: true }))
  const period = page.getByRole('button', { name: /^Period/ })
  await press(page, period)
  const type = dialog.getByLabel('Kind of period')
  await tabTo(page, type)
  await page.keyboard.type('Months')
  await expect(type).toHaveValue('Monthly')
  await tabTo(page, dialog.getByLabel('Year', { exact: true }))
  await page.keyboard.press('Control+a')
  await page.keyboard.type('2025')
  await press(page, dialog.getByRole('checkbox', { name: 'March 2025' }), 'Space')
  await press(page, dialog.getByRole('button', { name: 'Show', exact: true }))
  await expect(page).toHaveURL(/202503/)
  await expect(period).toBeFocused()
  await press(page, page.getByRole('button', { name: /^Organisation unit/ }))
  await expect(dialog.getByRole('row', { name: 'Lake District' })).toBeVisible()
  await tabTo(page, dialog.getByRole('row', { name: 'Republic of Tests' }))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(dialog.getByRole('row', { name: 'Lake District' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/ou=DistrictA01/)
  await tabTo(page, page.getByRole('radio', { name: 'Lines', exact: true }))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'Areas', exact: true })).toBeFocused()
  await expect(page).toHaveURL(/as=area/)
  await tabTo(page, page.getByRole('button', { name: 'Save as' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await tabTo(page, dialog.getByLabel('Name'))
  await page.keyboard.type('Outpatients of the lake')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Outpatients of the lake' })).toBeFocused()
  await expect(page.getByRole('radio', { name: 'Areas', exact: true })).toBeChecked()
  await press(page, page.getByRole('button', { name: 'Favourite' }), 'Space')
  await expect(page.getByRole('button', { name: 'Favourite' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('button', { name: 'Favourite' })).toBeFocused()
})

import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { expectAccessible, signIn } from './journey.ts'

/** The day that the server says it is; the device may say what it likes. */
async function serverDay(page: Page, day: string) {
  await page.route('**/api/me?*', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, headers: { ...response.headers(), date: new Date(`${day}T10:00:00Z`).toUTCString() } })
  })
  // No other answer may bring the true time of the machine that runs the tests.
  await page.route(/\/api\/(?!me\?)/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, headers: { ...response.headers(), date: new Date(`${day}T10:00:00Z`).toUTCString() } })
  })
}

const duty = (page: Page, set: string, period: string) => page.locator(`[data-duty="${set} ${period}"]`)

test('what is late and what is due is said by report, and leads to the form of a unit', async ({ page }) => {
  await serverDay(page, '2026-02-10')
  await signIn(page)
  await expect(duty(page, 'MonthlySet1', '202512')).toContainText('Late by 26 days. It was due on 15 January 2026.')
  await expect(duty(page, 'MonthlySet1', '202601')).toContainText('Due in 5 days, on 15 February 2026.')
  await duty(page, 'MonthlySet1', '202601').getByText('3 of 3 units have not reported').click()
  await page.getByRole('link', { name: /Baobab Health Centre Clinic monthly report, January 2026/ }).click()
  await expect(page).toHaveURL(/\/data-entry\?ds=MonthlySet1&ou=ClinicAaa02&pe=202601$/)
  await expect(page.locator('[data-form]')).toBeVisible()
})

test('a report that was handed in is owed no more', async ({ page }) => {
  await serverDay(page, '2026-02-10')
  await signIn(page)
  await expect(duty(page, 'MonthlySet1', '202601')).toContainText('3 of 3 units')
  await page.evaluate(() =>
    fetch('/api/dataEntry/dataSetCompletion', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ dataSet: 'MonthlySet1', period: '202601', orgUnit: 'ClinicAaa01', completed: true }),
    }),
  )
  await page.goto('/')
  await expect(duty(page, 'MonthlySet1', '202601')).toContainText('2 of 3 units')
})

for (const [name, device] of [
  ['ahead', '2026-02-17T10:00:00Z'],
  ['behind', '2026-02-13T10:00:00Z'],
] as const) {
  test(`a clock that is days ${name} changes nothing`, async ({ page }) => {
    await page.clock.setSystemTime(device)
    await serverDay(page, '2026-02-15')
    await signIn(page)
    await expect(duty(page, 'MonthlySet1', '202601')).toContainText('Due today.')
  })
}

test('favourites lead to where they are drawn', async ({ page }) => {
  await signIn(page)
  const favourites = page.getByRole('region', { name: 'Favourites' })
  await expect(favourites.getByRole('link')).toHaveCount(3)
  await expect(favourites.getByRole('link', { name: /Malaria by month/ })).toHaveAttribute('href', '/visualise?vis=VisMalaria1')
  await favourites.getByRole('link', { name: /^Malaria Dashboard/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Malaria')
  await expectAccessible(page)
})

test('what can be asked for goes on when one part fails, and says so', async ({ page }) => {
  await page.route('**/api/metadata?*', (route) => route.fulfill({ status: 500, body: '{"message":"out of order"}' }))
  await signIn(page)
  await expect(page.getByRole('region', { name: 'Favourites' }).getByRole('alert')).toContainText('The server has a problem.')
  await expect(page.locator('[data-duty]').first()).toBeVisible()
})

test('somebody with nothing to do is told what comes next', async ({ page }) => {
  await page.route('**/api/dataEntry/metadata', async (route) => {
    const response = await route.fetch()
    const body = (await response.json()) as { dataSets: object[] }
    await route.fulfill({ response, json: { ...body, dataSets: body.dataSets.slice(0, 1).map((set) => ({ ...set, expiryDays: 0.1 })) } })
  })
  await page.route('**/api/metadata?*', (route) => route.fulfill({ json: {} }))
  await serverDay(page, '2026-02-10')
  await page.unroute(/\/api\/(?!me\?)/)
  await signIn(page)
  await expect(page.getByText('Everything that is due has been reported.')).toBeVisible()
  await page.getByRole('link', { name: 'Enter another report' }).click()
  await expect(page).toHaveURL(/\/data-entry$/)
})

import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { attendance, badge, device, field, FORM, signInAs, stockDays, type } from './devices.ts'
import { expectAccessible, ON_MOCK } from './journey.ts'

test.use({ serviceWorkers: 'allow' })

/** All that a first visit leaves behind: the files of the build, and the worker that hands them out. */
async function workerReady(page: Page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (!navigator.serviceWorker.controller) await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve))
  })
}

/** Airplane mode, and every window of the app closed: the next one starts cold. */
async function startCold(context: BrowserContext, path: string): Promise<Page> {
  await context.setOffline(true)
  for (const page of context.pages()) await page.close()
  const page = await context.newPage()
  await page.goto(path)
  return page
}

test('after one visit the form opens in airplane mode, with its values, and takes new ones', async ({ page, context }) => {
  await signInAs(page, 'nurse~offline-walk')
  await type(attendance(page), '40')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await workerReady(page)
  const cold = await startCold(context, FORM)
  await expect(attendance(cold)).toHaveValue('40')
  await expect(badge(cold)).toHaveText('Offline')
  await expect(cold.getByRole('button', { name: 'Organisation unit Acacia Clinic' })).toBeVisible()
  await type(attendance(cold), '41')
  await field(cold, 'HasPower001.PlainOption').selectOption('Yes')
  await expect(cold.getByText('2 values are kept on this device.')).toBeVisible()
  await expectAccessible(cold)
})

test('what was typed in airplane mode outlives another cold start, and is sent when the line is back', async ({ page, context, browser }) => {
  await signInAs(page, 'nurse~offline-sent')
  await expect(attendance(page)).toBeVisible()
  await workerReady(page)
  const cold = await startCold(context, FORM)
  await type(attendance(cold), '41')
  await type(stockDays(cold), '2')
  await expect(cold.getByText('2 values are kept on this device.')).toBeVisible()

  const colder = await startCold(context, '/')
  await expect(badge(colder)).toHaveText('Offline2 not sent')
  await badge(colder).click()
  await colder.getByRole('dialog').getByRole('link', { name: 'Clinic monthly report' }).click()
  await expect(attendance(colder)).toHaveValue('41')
  await context.setOffline(false)
  await expect(colder.getByText('2 values saved.')).toBeVisible()
  await expect(badge(colder)).toBeHidden()
  const other = await device(browser, 'clerk~offline-sent')
  await expect(attendance(other)).toHaveValue('41')
})

test('units that were never opened are found in airplane mode, by the tree and by name', async ({ page, context }) => {
  const units = page.waitForResponse('**/api/organisationUnits?*paging=false*')
  await signInAs(page, 'nurse~offline-units')
  await units
  await workerReady(page)
  const cold = await startCold(context, '/data-entry?ds=MonthlySet1')
  await cold.getByRole('button', { name: /Organisation unit/ }).click()
  const tree = cold.getByRole('treegrid')
  await tree.getByRole('row', { name: 'Lake District' }).getByRole('button').click()
  await expect(tree.getByRole('row', { name: 'Baobab Health Centre' })).toBeVisible()
  await cold.getByLabel('Search by name').fill('acac')
  await cold.getByRole('button', { name: /Acacia Clinic/ }).click()
  await expect(cold.getByRole('button', { name: 'Organisation unit Acacia Clinic' })).toBeVisible()
})

test('a report that this device never saw opens empty in airplane mode, and nothing of the server is written over', async ({ page, context, browser }) => {
  const first = '/data-entry?ds=MonthlySet1&ou=ClinicAaa01&pe=202602'
  const other = await device(browser, 'clerk~offline-unseen')
  await other.goto(first)
  await type(attendance(other), '50')
  await expect(other.getByText('1 value saved.')).toBeVisible()
  const metadata = page.waitForResponse('**/api/dataEntry/metadata')
  await signInAs(page, 'nurse~offline-unseen', '/')
  await metadata
  await workerReady(page)
  const cold = await startCold(context, first)
  await expect(cold.getByText('this device has not seen this report before')).toBeVisible()
  await type(attendance(cold), '51')
  await type(stockDays(cold), '2')
  await expect(cold.getByText('2 values are kept on this device.')).toBeVisible()
  await context.setOffline(false)
  await expect(cold.getByText('somebody else wrote 50 here')).toBeVisible()
  await expect(cold.locator('[data-status=saved]')).toHaveCount(1)
  await expect(cold.getByText('this device has not seen this report before')).toBeHidden()
})

test('a device that nobody was signed in on does not open in airplane mode', async ({ page, context }) => {
  await signInAs(page, 'nurse~offline-out', '/')
  await workerReady(page)
  await page.getByRole('button', { name: /your menu/i }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  const cold = await startCold(context, FORM)
  await expect(cold.getByRole('alert')).toContainText('The server cannot be reached.')
  await expect(attendance(cold)).toBeHidden()
  const kept = await cold.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  expect(kept).toEqual([])
})

test('a new version is offered, not forced, and takes what is typed along', async ({ page, context, baseURL }) => {
  await signInAs(page, 'nurse~offline-update')
  await expect(attendance(page)).toBeVisible()
  await workerReady(page)
  await expect(page.getByText('A new version of Afya is ready.')).toBeHidden()
  await context.addCookies([{ name: 'next-build', value: '1', url: baseURL ?? '' }])
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update())
  await expect(page.getByText('A new version of Afya is ready.')).toBeVisible()
  await expectAccessible(page)

  await page.route('**/api/dataValueSets', (route) => route.abort())
  await attendance(page).fill('13')
  const loaded = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Use it now' }).click()
  await loaded
  await expect(attendance(page)).toHaveValue('13')
  await expect(page.getByText('A new version of Afya is ready.')).toBeHidden()
  const builds = await page.evaluate(async () => (await caches.keys()).filter((name) => name.includes('next-')).length)
  expect(builds).toBe(1)
})

const onlyOnMock = ON_MOCK ? test : () => undefined
onlyOnMock('the app can be installed', async ({ page, context }: { page: Page; context: BrowserContext }) => {
  await signInAs(page, 'nurse', '/')
  await workerReady(page)
  const devtools = await context.newCDPSession(page)
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  // The browser of the tests is a private window, which is never installed from.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([])
  const { data } = await devtools.send('Page.getAppManifest')
  const manifest = JSON.parse(data ?? '{}') as { name: string; icons: { src: string; type: string }[] }
  expect(manifest.name).toBe('Afya')
  for (const { src, type: media } of manifest.icons) {
    const answer = await page.request.get(src)
    expect(answer.headers()['content-type'], src).toBe(media)
  }
})

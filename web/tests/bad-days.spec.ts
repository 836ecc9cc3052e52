import { expect, test } from '@playwright/test'
import { attendance, badge, cutLine, device, expectServerHas, field, FORM, mendLine, signInAs, stockDays, type, watchWrites } from './devices.ts'
import { expectAccessible } from './journey.ts'

test('offline in mid-save: the answer is lost, the value is not written twice and no conflict with itself', async ({ page, browser }) => {
  await signInAs(page, 'nurse~bad-midsave')
  await expect(attendance(page)).toBeVisible()
  const writes = watchWrites(page)
  await page.route('**/api/dataValueSets', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await type(attendance(page), '14')
  await expect(page.getByText('1 value is kept on this device.')).toBeVisible()
  await page.unroute('**/api/dataValueSets')
  await mendLine(page)
  await expect(page.getByText('1 value saved.')).toBeVisible()
  expect(writes).toEqual(['Attendance1=14'])
  const other = await device(browser, 'clerk~bad-midsave')
  await expect(attendance(other)).toHaveValue('14')
})

test('the page is closed in mid-save: the next one sends what was on its way', async ({ page, context }) => {
  await signInAs(page, 'nurse~bad-closed')
  await expect(attendance(page)).toBeVisible()
  const asked = page.waitForRequest('**/api/dataValueSets')
  await page.route('**/api/dataValueSets', () => new Promise(() => undefined))
  await type(attendance(page), '15')
  await asked
  await page.close()
  const next = await context.newPage()
  await next.goto(FORM)
  await expect(attendance(next)).toHaveValue('15')
  await expectServerHas(next, '15')
})

test('a server that breaks is told plainly and asked again by itself; the value stays', async ({ page }) => {
  await page.clock.install()
  await signInAs(page, 'nurse~bad-500')
  await expect(attendance(page)).toBeVisible()
  await page.route('**/api/dataValueSets', (route) => route.fulfill({ status: 500, json: { message: 'An unexpected error occurred' } }))
  await type(attendance(page), '16')
  await expect(page.getByText('1 value is kept on this device.')).toBeVisible()
  await expect(badge(page)).toHaveText('1 not sent')
  await badge(page).click()
  await expect(page.getByRole('dialog').getByText('The server has a problem. It is sent again by itself. An unexpected error occurred')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.unroute('**/api/dataValueSets')
  await page.clock.runFor(130_000)
  await expect(page.getByText('1 value saved.')).toBeVisible()
})

test('one value that the server breaks on does not hold the others back', async ({ page }) => {
  await signInAs(page, 'nurse~bad-poison')
  await expect(attendance(page)).toBeVisible()
  await cutLine(page)
  await type(attendance(page), '1')
  await type(stockDays(page), '2')
  await type(field(page, 'AvgStay0001.PlainOption'), '3.5')
  await expect(page.getByText('3 values are kept')).toBeVisible()
  await page.route('**/api/dataValueSets', (route) =>
    route.request().postData()?.includes('StockDays01') ? route.fulfill({ status: 500, json: { message: 'broken' } }) : route.continue(),
  )
  await page.unroute('**/api/**')
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await expect(page.locator('[data-status=saved]')).toHaveCount(2)
  await expect(page.locator('[data-status=kept]')).toHaveCount(1)
  await expect(badge(page)).toHaveText('1 not sent')
})

test('a proxy whose server is away counts as no line: what was kept is shown, and what is typed waits', async ({ page }) => {
  await signInAs(page, 'nurse~bad-proxy')
  await type(attendance(page), '20')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await page.route('**/api/**', (route) => route.fulfill({ status: 502, body: '<h1>Bad Gateway</h1>' }))
  await page.reload()
  await expect(attendance(page)).toHaveValue('20')
  await type(attendance(page), '21')
  await expect(page.getByText('1 value is kept')).toBeVisible()
  await expect(badge(page)).toHaveText('Offline1 not sent')
  await mendLine(page)
  await expect(page.getByText('1 value saved.')).toBeVisible()
})

test('a full device says so plainly, keeps the values in the page, and goes on sending', async ({ page }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  await signInAs(page, 'nurse~bad-full')
  await expect(attendance(page)).toBeVisible()
  await type(stockDays(page), '3')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await cutLine(page)
  await type(attendance(page), '23')
  await expect(page.getByRole('alert')).toContainText('This device has no room left: 1 value is held by this page only.')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Visualise' }).click()
  await page.goBack()
  await expect(attendance(page)).toHaveValue('23')
  const asked = page.waitForEvent('dialog')
  const closing = page.close({ runBeforeUnload: true })
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()
  await closing
  await mendLine(page)
  await expect(page.getByText('2 values saved.')).toBeVisible()
  await expect(page.getByRole('alert')).toBeHidden()
})

test('a browser that keeps nothing at all still saves', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('not here', 'SecurityError')
    }
  })
  await signInAs(page, 'nurse~bad-private')
  await type(attendance(page), '24')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await page.reload()
  await expect(attendance(page)).toHaveValue('24')
})

for (const [name, off] of [
  ['fast', 86_400_000],
  ['slow', -86_400_000],
] as const) {
  test(`a clock that is a day ${name} changes neither order nor conflicts`, async ({ page, browser }) => {
    await page.clock.setFixedTime(Date.now() + off)
    await signInAs(page, `nurse~bad-clock-${name}`)
    await expect(attendance(page)).toBeVisible()
    const other = await device(browser, `clerk~bad-clock-${name}`)
    await cutLine(page)
    await type(stockDays(page), '1')
    await type(attendance(page), '2')
    await type(attendance(other), '9')
    await expect(other.getByText('1 value saved.')).toBeVisible()
    const writes = watchWrites(page)
    await mendLine(page)
    await expect(page.getByText('somebody else wrote 9 here')).toBeVisible()
    await page.getByRole('button', { name: 'Choose the value of' }).click()
    await page.getByRole('button', { name: 'Keep mine' }).click()
    await expect(page.getByText('2 values saved.')).toBeVisible()
    expect(writes).toEqual(['StockDays01=1', 'Attendance1=2'])
    await type(attendance(other), '10')
    await expect(other.getByText('somebody else wrote 2 here')).toBeVisible()
  })
}

test('on a slow line typing does not wait, and all arrives', async ({ page, context }) => {
  await signInAs(page, 'nurse~bad-slow')
  await expect(attendance(page)).toBeVisible()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 600, downloadThroughput: 50_000, uploadThroughput: 50_000 })
  const batches: number[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') batches.push((request.postDataJSON() as { dataValues: [] }).dataValues.length)
  })
  await field(page, 'MalariaConf.YoungFemale').focus()
  for (let value = 1; value <= 6; value++) {
    await page.keyboard.type(String(value))
    await page.keyboard.press('Tab')
  }
  await expect(page.locator('[data-status=saving]').first()).toBeVisible()
  await expect(page.getByText('6 values saved.')).toBeVisible()
  expect(batches.reduce((sum, n) => sum + n, 0)).toBe(6)
  // What is typed while a request is on its way goes along in the next one.
  expect(batches.length).toBeLessThan(6)
})

test('a line that hangs shows what this device kept, and what the server has once it answers', async ({ page, browser }) => {
  await signInAs(page, 'nurse~bad-hanging')
  await type(attendance(page), '30')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  const other = await device(browser, 'clerk~bad-hanging')
  await type(attendance(other), '31')
  await expect(other.getByText('1 value saved.')).toBeVisible()
  let answer: () => void = () => undefined
  const patience = new Promise<void>((resolve) => (answer = resolve))
  await page.route('**/api/dataEntry/dataValues?*', async (route) => {
    await patience
    await route.continue()
  })
  await page.clock.install()
  const asked = page.waitForRequest('**/api/dataEntry/dataValues?*')
  await page.reload()
  await asked
  await page.clock.runFor(5_000)
  await expect(attendance(page)).toHaveValue('30')
  answer()
  await expect(attendance(page)).toHaveValue('31')
})

import type { Locator, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll, LOOKS, signIn, wear } from './journey.ts'

const LIVE = '/dashboard?db=DashLive001'
const item = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const visits = (page: Page) => item(page, 'Visits in six months').locator('dd')
const sign = (page: Page) => page.locator('[data-following]')
const news = (page: Page) => page.locator('[data-news]')
const numberIn = async (box: Locator) => Number((await box.innerText()).replaceAll(',', ''))

/** The data of each question that is asked from now on. */
function questions(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.pathname !== '/api/analytics') return
    const of = [...url.searchParams.getAll('dimension'), ...url.searchParams.getAll('filter')].find((one) => one.startsWith('dx:'))
    asked.push(of?.slice('dx:'.length) ?? '')
  })
  return asked
}

/** Somebody else reports, from another place. */
async function report(page: Page, dataElement: string, value: number, orgUnit = 'ClinicAaa01') {
  const today = new Date()
  const month = new Date(Date.UTC(today.getFullYear(), today.getMonth() - 1, 1)).toISOString().slice(0, 7).replace('-', '')
  const dataValues = [{ dataElement, categoryOptionCombo: 'PlainOption', value: String(value) }]
  const answer = await page.request.post('/api/dataValueSets', { data: { dataSet: 'MonthlySet1', period: month, orgUnit, dataValues } })
  expect(answer.ok()).toBe(true)
}

const play = async (page: Page, part: string) => (await (await page.request.post(`/api/mock/${part}`)).json()) as number

/** Every item in sight has its figures, and what changes is told. */
async function openLive(page: Page, path = LIVE) {
  await signIn(page, path)
  await expect(sign(page)).toContainText('Live')
  await expect(item(page, 'Young girls').getByRole('rowheader').first()).toBeVisible()
  for (const name of ['Days without tests', 'Visits by district', 'Malaria by month']) await expect.poll(() => item(page, name).locator('svg path').count()).toBeGreaterThan(0)
  await expect(page.locator('main [data-waiting]')).toHaveCount(0)
}

test('a value that somebody saves appears by itself, and only what it may have changed is asked for', async ({ page }) => {
  const lines: string[] = []
  page.on('request', (request) => request.url().endsWith('/api/analytics/changes') && lines.push(request.resourceType()))
  const asked = questions(page)
  await openLive(page)
  // Once each, the one below not at all.
  expect([...asked].sort()).toEqual(['Attendance1', 'Attendance1', 'MalariaConf.YoungFemale', 'MalariaConf;Attendance1', 'PositivRate', 'StockDays01'])
  expect(lines).toEqual(['eventsource'])
  const before = await numberIn(visits(page))
  asked.length = 0
  await report(page, 'Attendance1', 1000)
  await expect.poll(() => numberIn(visits(page))).toBe(before + 1000)
  // The number, the map, the chart, and an indicator, which may be made of anything.
  await expect.poll(() => [...asked].sort()).toEqual(['Attendance1', 'Attendance1', 'MalariaConf;Attendance1', 'PositivRate'])
  await expect(news(page)).toHaveText(/^Figures were updated at \d\d:\d\d\.$/)
  asked.length = 0
  await report(page, 'MalariaConf', 3)
  await expect.poll(() => [...asked].sort()).toEqual(['MalariaConf.YoungFemale', 'MalariaConf;Attendance1', 'PositivRate'])
  expect(lines).toHaveLength(1)
})

test('a flood of values is one question each two seconds, and the last one is in the figure', async ({ page }) => {
  await openLive(page)
  const before = await numberIn(visits(page))
  const times: number[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/analytics?filter=') && request.url().includes('Attendance1')) times.push(Date.now())
  })
  for (let value = 1; value <= 12; value++) await report(page, 'Attendance1', value * 100)
  await expect.poll(() => numberIn(visits(page))).toBe(before + 1200)
  expect(times.length).toBeLessThanOrEqual(3)
  for (let n = 1; n < times.length; n++) expect((times[n] ?? 0) - (times[n - 1] ?? 0)).toBeGreaterThan(1_900)
})

test('what has not changed is 304, and nothing on the page moves', async ({ page, context }) => {
  await openLive(page)
  const tools = await context.newCDPSession(page)
  await tools.send('Network.enable')
  const statuses: number[] = []
  tools.on('Network.responseReceivedExtraInfo', ({ statusCode }) => statuses.push(statusCode))
  const moved = await page.evaluateHandle(() => {
    const all = new Set<string>()
    const placeOf = (node: Node) => (node instanceof Element ? node : node.parentElement)?.closest('[data-item], [data-news]')?.getAttribute('data-item') ?? 'news'
    new MutationObserver((changes) => changes.forEach(({ target }) => all.add(placeOf(target)))).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
    new PerformanceObserver(() => all.add('layout')).observe({ type: 'layout-shift' })
    return { placesOf: () => [...all].sort() }
  })
  const places = () => moved.evaluate(({ placesOf }) => placesOf())
  await play(page, 'everything')
  await expect.poll(() => statuses).toEqual([304, 304, 304, 304, 304, 304])
  expect(await places()).toEqual([])
  await report(page, 'StockDays01', 7)
  await expect(news(page)).toHaveText(/updated/)
  expect(await places()).toEqual(['ItemBoard004', 'news'])
  expect(await page.locator('[data-item]:not([data-item=ItemBelow01]) [aria-busy=true], main [data-waiting]').count()).toBe(0)
})

/** The tab is put behind another one, or in front again. */
async function turn(page: Page, state: 'hidden' | 'visible') {
  await page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
}

test('a tab that nobody looks at asks nothing, gives its line back after a while, and asks once when it is looked at', async ({ page }) => {
  await page.clock.install()
  await openLive(page)
  const before = await numberIn(visits(page))
  const asked = questions(page)
  await turn(page, 'hidden')
  await report(page, 'Attendance1', 1)
  await report(page, 'Attendance1', 20)
  await page.clock.runFor(10_000)
  expect(await play(page, 'count')).toBe(1)
  expect(asked).toEqual([])
  await turn(page, 'visible')
  await expect.poll(() => numberIn(visits(page))).toBe(before + 20)
  expect(asked).toHaveLength(4)
  await page.clock.runFor(10_000)
  await turn(page, 'hidden')
  await page.clock.runFor(61_000)
  await expect.poll(() => play(page, 'count')).toBe(0)
  asked.length = 0
  await report(page, 'Attendance1', 300)
  await turn(page, 'visible')
  await expect.poll(() => numberIn(visits(page))).toBe(before + 300)
  await expect.poll(() => asked.length).toBe(6)
  await expect(sign(page)).toContainText('Live')
})

test('a server that tells of no changes is asked no more, and the page is as it was', async ({ page, context, baseURL }) => {
  const lines: string[] = []
  page.on('request', (request) => request.url().endsWith('/changes') && lines.push(request.resourceType()))
  await context.addCookies([{ name: 'changes', value: '204', url: baseURL ?? '' }])
  await signIn(page, LIVE)
  await expect(visits(page)).toHaveText(/\d/)
  await expect(sign(page)).toHaveCount(0)
  await page.goto('/dashboard?db=DashMalari1')
  await expect(visits(page)).toHaveText(/\d/)
  await expect(sign(page)).toHaveCount(0)
  // The browser's question, and ours for the reason, on each page.
  expect(lines).toEqual(['eventsource', 'fetch', 'eventsource', 'fetch'])
})

test('a server that cannot listen to one more is asked again later', async ({ page, context, baseURL }) => {
  await page.clock.install()
  await context.addCookies([{ name: 'changes', value: '429', url: baseURL ?? '' }])
  await signIn(page, LIVE)
  await expect(visits(page)).toHaveText(/\d/)
  await expect(sign(page)).toHaveText('')
  await context.clearCookies({ name: 'changes' })
  await page.clock.runFor(46_000)
  await expect(sign(page)).toContainText('Live')
})

test('without a line nothing is asked and the page says so; with it all is asked once', async ({ page, context }) => {
  await openLive(page)
  const before = await numberIn(visits(page))
  const asked = questions(page)
  await context.setOffline(true)
  await expect(sign(page)).toContainText('Not live')
  await expect(visits(page)).toHaveText(/\d/)
  expect(asked).toEqual([])
  const changes = page.waitForRequest('**/api/analytics/changes')
  await report(page, 'Attendance1', 50)
  await context.setOffline(false)
  await changes
  await expect.poll(() => numberIn(visits(page))).toBe(before + 50)
  await expect(sign(page)).toContainText('Live')
  await expect.poll(() => asked.length).toBe(6)
})

test('a line that drops is mended by the browser, and only what was missed is asked for', async ({ page }) => {
  await openLive(page)
  const before = await numberIn(visits(page))
  const asked = questions(page)
  const again = page.waitForRequest('**/api/analytics/changes')
  await play(page, 'hang-up')
  await report(page, 'Attendance1', 70)
  expect((await (await again).allHeaders())['last-event-id']).toBe('0')
  await expect.poll(() => numberIn(visits(page))).toBe(before + 70)
  await expect(sign(page)).toContainText('Live')
  expect([...asked].sort()).toEqual(['Attendance1', 'Attendance1', 'MalariaConf;Attendance1', 'PositivRate'])
})

test('a session that ends closes the line; after the sign-in in place the figures follow again', async ({ page }) => {
  await openLive(page)
  await page.request.post('/dhis-web-commons-security/logout.action', { maxRedirects: 0 })
  await expect(page.getByText('Your session has ended.')).toBeVisible()
  await page.locator('[name=username]').fill('nurse')
  await page.locator('[name=password]').fill('Clinic-2026')
  await page.locator('form button[type=submit]').click()
  await expect(sign(page)).toContainText('Live')
  expect(await play(page, 'count')).toBe(1)
  const before = await numberIn(visits(page))
  await report(page, 'Attendance1', 90)
  await expect.poll(() => numberIn(visits(page))).toBe(before + 90)
})

test('figures that cannot be had anew stay, say that they are not current, and are asked for again', async ({ page }) => {
  await page.clock.install()
  await openLive(page)
  const before = await numberIn(visits(page))
  await page.route(/api.analytics\?.*Attendance1/, (route) => route.fulfill({ status: 500, body: '{"message":"out of order"}' }))
  await report(page, 'Attendance1', 5)
  const old = item(page, 'Visits in six months').locator('[data-old]')
  await expect(old).toHaveText(/^Not current: as of \d\d:\d\d\.Try again$/)
  await expect(news(page)).toHaveText('Some figures are not current. They are asked for again by themselves.')
  expect(await numberIn(visits(page))).toBe(before)
  await expect(item(page, 'Visits by district').locator('[data-old]')).toBeVisible()
  await expect(item(page, 'Positivity').locator('[data-old]')).toHaveCount(0)
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.unroute(/api.analytics\?.*Attendance1/)
  await old.getByRole('button', { name: 'Try again' }).click()
  await expect(old).toHaveCount(0)
  expect(await numberIn(visits(page))).toBe(before + 5)
  // The others by themselves.
  await page.clock.runFor(31_000)
  await expect(page.locator('[data-old]')).toHaveCount(0)
})

test('the focus, what is scrolled and how a map was moved stay as they are, and so do the filters', async ({ page }) => {
  await openLive(page, `${LIVE}&fil=ou:DistrictA01`)
  const table = item(page, 'Malaria by month')
  const figures = table.getByRole('button', { name: 'Figures of Malaria by month' })
  await figures.click()
  const frame = table.getByRole('group', { name: 'Figures' }).last()
  await expect(frame).toBeVisible()
  await frame.evaluate((box) => {
    box.style.blockSize = '80px'
    box.scrollTop = 60
  })
  const map = item(page, 'Visits by district').locator('[data-drawing]')
  await map.hover()
  await page.mouse.wheel(0, -300)
  const outline = () => map.locator('path').first().getAttribute('d')
  const moved = await outline()
  await figures.focus()
  await page.evaluate(() => window.scrollTo(0, 40))
  const asked = questions(page)
  const urls: string[] = []
  page.on('request', (request) => urls.push(request.url()))
  const before = await numberIn(visits(page))
  await report(page, 'Attendance1', 250)
  await expect.poll(() => numberIn(visits(page))).toBe(before + 250)
  await expect.poll(() => asked.length).toBe(4)
  expect(urls.filter((url) => url.includes('/api/analytics?')).every((url) => url.includes('ou:DistrictA01'))).toBe(true)
  await expect(page).toHaveURL(/fil=ou:DistrictA01/)
  await expect(figures).toBeFocused()
  expect(await frame.evaluate((box) => box.scrollTop)).toBe(60)
  expect(await page.evaluate(() => window.scrollY)).toBe(40)
  expect(await outline()).toBe(moved)
})

test('a dashboard without figures opens no line, and one that is left closes it', async ({ page }) => {
  await signIn(page, '/dashboard?db=DashWork001')
  await expect(item(page, 'Users')).toBeVisible()
  await expect(sign(page)).toHaveCount(0)
  expect(await play(page, 'count')).toBe(0)
  await page.getByRole('link', { name: 'All dashboards' }).click()
  await page.getByRole('link', { name: 'Live', exact: true }).click()
  await expect(sign(page)).toContainText('Live')
  expect(await play(page, 'count')).toBe(1)
  const asked = questions(page)
  await page.getByRole('link', { name: 'All dashboards' }).click()
  await expect.poll(() => play(page, 'count')).toBe(0)
  await report(page, 'Attendance1', 11)
  asked.length = 0
  // What it had is shown at once, and asked for once.
  await page.getByRole('link', { name: 'Live', exact: true }).click()
  await expect(sign(page)).toContainText('Live')
  await expect.poll(() => [...asked].sort()).toEqual(['Attendance1', 'Attendance1', 'MalariaConf.YoungFemale', 'MalariaConf;Attendance1', 'PositivRate', 'StockDays01'])
})

for (const look of LOOKS) {
  test(`the sign of a live dashboard, and old figures, are accessible: ${look.name}`, async ({ page, context }) => {
    test.slow()
    await wear(page, look)
    await signIn(page, LIVE)
    await expect(page.locator('[data-following=following]')).toBeVisible()
    await expect(page.locator('main [data-waiting]')).toHaveCount(0)
    await expectAccessible(page)
    await page.route(/api.analytics\?/, (route) => route.fulfill({ status: 500 }))
    await play(page, 'everything')
    await expect(page.locator('[data-old]').first()).toBeVisible()
    await context.setOffline(true)
    await expect(page.locator('[data-following=lost]')).toBeVisible()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.screenshot({ path: `test-results/following-${look.name}.png` })
  })
}

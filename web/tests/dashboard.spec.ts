import type { Locator, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll, LOOKS, signIn, wear } from './journey.ts'

const MALARIA = '/dashboard?db=DashMalari1'

/** The calls of a kind that a page makes from now on. */
function calls(page: Page, kind: RegExp): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    if (kind.test(request.url())) asked.push(request.url())
  })
  return asked
}

const expectDrawn = (within: Locator) => expect.poll(() => within.locator('svg path').count()).toBeGreaterThan(0)
const item = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test('dashboards are found by name, favourites first, without asking again', async ({ page }) => {
  await signIn(page, '/dashboard')
  const links = page.getByRole('main').getByRole('link')
  await expect(links).toHaveText([/^Malaria/, /^Clinics/, /^Empty <img/, /^Live/, /^Twins/, /^Work place/])
  await expect(page.getByRole('link', { name: /Malaria Favourite/ })).toBeVisible()
  const asked = calls(page, /\/api\//)
  await page.getByLabel('Search by name').fill('PLACE')
  await expect(links).toHaveText(['Work place'])
  await expect(page.getByText('1 dashboard', { exact: true })).toBeVisible()
  await page.getByLabel('Search by name').fill('nothing like it')
  await expect(page.getByText('No dashboard has this name')).toBeVisible()
  expect(asked).toEqual([])
})

test('a dashboard is found and opened by keyboard alone', async ({ page }) => {
  await signIn(page, '/dashboard')
  await page.getByLabel('Search by name').focus()
  await page.keyboard.type('twins')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Twins')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})

test('items lie as DHIS2 laid them, without gaps', async ({ page }) => {
  await signIn(page, MALARIA)
  const box = async (id: string) => (await page.locator(`[data-item=${id}]`).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  await expect(item(page, 'Malaria by month')).toBeVisible()
  const [first, second, map, below] = await Promise.all([box('ItemMalaria1'), box('ItemBoard001'), box('ItemMap0001'), box('ItemBoard002')])
  expect(Math.abs(first.y - second.y) + Math.abs(first.y - map.y)).toBeLessThan(2)
  expect(Math.round(first.width)).toBe(Math.round(map.width))
  expect(second.x).toBeGreaterThan(first.x)
  expect(first.height).toBe(360)
  expect(Math.round(below.y - first.y)).toBe(360)
})

test('each kind of view is drawn as it was saved, and says so where it is not', async ({ page }) => {
  await signIn(page, MALARIA)
  await expectDrawn(item(page, 'Malaria by month'))
  await expect(item(page, 'Visits in six months').locator('dd')).toHaveText(/^[\d,]+$/)
  await expectDrawn(item(page, 'Share of malaria'))
  await expect(item(page, 'Suspected by unit').getByRole('rowheader', { name: 'Hill District' })).toBeVisible()
  // With the legend that it was saved with.
  await expect(item(page, 'Suspected by unit').locator('[data-legend] li')).toHaveText(['As expected 0 – 9,000,000'])
  await expect(item(page, 'Suspected by unit').locator('tbody td[title]').first()).toHaveCSS('background-color', 'rgb(254, 224, 210)')
  await expect(item(page, 'Cholera')).toContainText('There are no values for this choice.')
  const map = item(page, 'Visits by district')
  await expectDrawn(map)
  await expect(map).toContainText('Not drawn here: facility.')
  await expect(map).toContainText('Many 500 – 9,000')
  await map.getByRole('button', { name: 'Figures of Visits by district' }).click()
  await expect(map.getByRole('rowheader', { name: 'Lake District' })).toBeVisible()
})

test('what is not scrolled to is not asked for, and nothing is asked for twice', async ({ page }) => {
  await signIn(page, '/dashboard')
  await expect(page.getByRole('link', { name: /^Malaria/ })).toBeVisible()
  const asked = calls(page, /\/api\//)
  await page.getByRole('link', { name: /^Malaria/ }).click()
  await expectDrawn(item(page, 'Visits by district'))
  // All that is in sight has its figures.
  await expect(item(page, 'Cholera')).toContainText('There are no values for this choice.')
  await expect(page.locator('main [data-waiting]')).toHaveCount(0)
  expect(asked.filter((url) => url.includes('NetsGiven01'))).toEqual([])
  // The dashboard, its visualizations together, a map with its shapes, six answers, and what tells of new values; units and forms are kept for later besides.
  const now = asked.filter((url) => !/withinUserHierarchy|dataEntry\/metadata/.test(url))
  expect(now.length, now.join('\n')).toBeLessThanOrEqual(12)
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await expectDrawn(item(page, 'Far below'))
  await page.evaluate(() => window.scrollTo(0, 0))
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  expect(asked.filter((url) => url.includes('NetsGiven01'))).toHaveLength(1)
  expect(new Set(asked).size, asked.join('\n')).toBe(asked.length)
})

test('two items with the same question are one question', async ({ page }) => {
  const asked = calls(page, /\/api\/analytics\?/)
  await signIn(page, '/dashboard?db=DashTwins01')
  await expectDrawn(item(page, 'Average stay'))
  await expectDrawn(item(page, 'Average stay, as columns'))
  await expectDrawn(item(page, 'Year over year'))
  // One for both, and one for each of two years.
  expect(asked, asked.join('\n')).toHaveLength(3)
  await expect(item(page, 'Not mine')).toContainText('It is not open to you')
  await expect(item(page, 'Without data')).toContainText('It is of a kind (COLUMN)')
})

test('other periods and another unit are chosen for all items, stand in the address, and go again', async ({ page }) => {
  await signIn(page, MALARIA)
  await expectDrawn(item(page, 'Malaria by month'))
  const asked = calls(page, /\/api\/analytics\?/)
  await page.getByRole('button', { name: /^Period/ }).click()
  await page.getByLabel('Kind of period').selectOption('Monthly')
  await page.getByLabel('Year', { exact: true }).fill('2025')
  await page.getByRole('checkbox', { name: 'March 2025' }).check()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page).toHaveURL(/fil=pe:202503$/)
  await expect.poll(() => asked.length).toBeGreaterThanOrEqual(6)
  expect(asked.every((url) => /(dimension|filter)=pe:202503/.test(url)), asked.join('\n')).toBe(true)
  await page.goto('/dashboard?db=DashMalari1&fil=ou:DistrictA01')
  await expect(page.getByText('All items show the chosen periods and unit.')).toBeVisible()
  await expect(item(page, 'Suspected by unit').getByRole('rowheader')).toHaveText(['Lake District'])
  await expect(item(page, 'Malaria by month').getByRole('link')).toHaveAttribute('href', /vis=VisMalaria1/)
  await expect(item(page, 'Malaria by month').getByRole('link')).toHaveAttribute('href', /ou=DistrictA01/)
  await page.getByRole('button', { name: 'Remove the filters' }).click()
  await expect(page).toHaveURL(/\?db=DashMalari1$/)
  await expect(item(page, 'Suspected by unit').getByRole('rowheader', { name: 'Hill District' })).toBeVisible()
})

test('a dashboard that restricts its filters has no others, whatever the address says', async ({ page }) => {
  const asked = calls(page, /\/api\/analytics\?/)
  await signIn(page, '/dashboard?db=DashClinic1&fil=pe:202503%7Cou:DistrictB01')
  await expectDrawn(item(page, 'Days without tests'))
  await expect(page.getByRole('button', { name: /^Period/ })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /Hill District/ })).toBeVisible()
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatch(/dimension=pe:LAST_6_MONTHS.*filter=ou:DistrictB01/)
  await page.goto('/dashboard?db=DashTwins01&fil=ou:DistrictB01')
  await expect(item(page, 'Average stay')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Filters' })).toHaveCount(0)
})

test('texts, people, reports and resources are what was saved; what is not built says so', async ({ page }) => {
  await signIn(page, '/dashboard?db=DashWork001')
  const main = page.getByRole('main')
  await expect(main.locator('strong')).toHaveText('Read')
  await expect(main.locator('em')).toHaveText('guide')
  await expect(main.getByRole('link', { name: 'here' })).toHaveAttribute('href', 'https://guide.example.org')
  await expect(main.getByText('<b>')).toBeVisible()
  await expect(item(page, 'Users')).toContainText('Halima Nurse')
  await expect(item(page, 'Reports').getByRole('link', { name: 'Bulletin' })).toHaveAttribute('href', '/api/reports/ReportHtml1/data.html')
  await expect(item(page, 'Resources').getByRole('link', { name: 'Guide' })).toHaveAttribute('href', 'https://guide.example.org/a.pdf')
  await expect(item(page, 'Resources').getByRole('link', { name: 'Form' })).toHaveAttribute('href', '/api/documents/DocumentUp1/data')
  await expect(item(page, 'Resources').getByRole('link', { name: 'Trap' })).toHaveCount(0)
  await expect(item(page, 'Cases by age')).toContainText('Charts of single events are not drawn here yet.')
  await expect(item(page, 'Messages')).toContainText('not shown here yet')
  await expect(item(page, 'scorecard')).toContainText('Open the app itself.')
  await expectAccessible(page)
})

test('a star is set and taken away, and the list and the home page know', async ({ page }) => {
  await signIn(page, '/dashboard?db=DashWork001')
  const star = page.getByRole('button', { name: 'Favourite' })
  await expect(star).toHaveAttribute('aria-pressed', 'false')
  await star.click()
  await expect(star).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('link', { name: 'All dashboards' }).click()
  await expect(page.getByRole('main').getByRole('link').nth(1)).toHaveText(/^Work place/)
  await page.getByRole('link', { name: /^Work place/ }).click()
  await star.click()
  await expect(star).toHaveAttribute('aria-pressed', 'false')
  await page.route('**/favorite', (route) => route.fulfill({ status: 500, body: '{"message":"out of order"}' }))
  await star.click()
  await expect(page.getByRole('alert')).toContainText('out of order')
  await expect(star).toHaveAttribute('aria-pressed', 'false')
})

test('what fails in one item is said there, and is asked for again', async ({ page }) => {
  await page.route(/analytics.*StockDays01/, (route) => route.fulfill({ status: 500, body: '{"message":"out of order"}' }), { times: 1 })
  await signIn(page, '/dashboard?db=DashClinic1')
  const failed = item(page, 'Days without tests')
  await expect(failed.getByRole('alert')).toContainText('out of order')
  await failed.getByRole('button', { name: 'Try again' }).click()
  await expectDrawn(failed)
})

test('printing waits for every item, also for those below', async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => {
      document.body.dataset.printed = String(document.querySelectorAll('main figure svg').length)
      document.body.dataset.width = String(document.querySelector('[data-item=ItemBelow01] svg')?.clientWidth)
    }
  })
  await signIn(page, MALARIA)
  await expectDrawn(item(page, 'Malaria by month'))
  await page.getByRole('button', { name: 'Print' }).click()
  await expect(page.locator('body')).toHaveAttribute('data-printed', /\d/)
  expect(Number(await page.locator('body').getAttribute('data-printed'))).toBeGreaterThanOrEqual(4)
  expect(Number(await page.locator('body').getAttribute('data-width'))).toBeLessThan(680)
  await expect(page.getByRole('button', { name: 'Print' })).toBeEnabled()
})

test('a dashboard that is not there says what to do', async ({ page }) => {
  await signIn(page, '/dashboard?db=DashNowhere')
  await expect(page.getByRole('alert')).toContainText('could not be found')
  await page.goto('/dashboard?db=DashEmpty01')
  await expect(page.getByText('This dashboard holds nothing yet.')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Empty <img src=x onerror=alert(1)>')
})

for (const look of LOOKS) {
  test(`a dashboard, its list and its filters are accessible: ${look.name}`, async ({ page }) => {
    test.slow()
    await wear(page, look)
    await signIn(page, '/dashboard')
    await expect(page.locator('main li a').first()).toBeVisible()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.goto(MALARIA)
    await expectDrawn(page.locator('[data-item=ItemMalaria1]'))
    await expect.poll(() => page.locator('main [data-waiting]').count()).toBe(0)
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.locator('main [aria-haspopup=dialog]').first().click()
    await expect(page.getByRole('checkbox').first()).toBeVisible()
    await expectAccessible(page)
  })
}

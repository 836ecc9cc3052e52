import { readFileSync } from 'node:fs'
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
  const field = page.locator('[data-cell="Attendance1.PlainOption"]')
  await page.goto(`/data-entry?ds=MonthlySet1&ou=ClinicAaa01&pe=${month}`)
  await field.fill('1000')
  await field.press('Enter')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(/visualise/)
  await expect.poll(() => figure(page)).toBe(before + 1000)
})

test('data are chosen by keyboard alone, and stand in the address', async ({ page }) => {
  await signIn(page, '/visualise')
  await expect(page.getByText('The chart appears here.')).toBeVisible()
  await page.getByRole('button', { name: 'Data Choose data' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.type('malaria')
  await expect(page.getByRole('checkbox')).toHaveCount(6)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await expect(page.getByText('2 chosen')).toBeVisible()
  // The four others, and what shows them.
  for (let step = 0; step < 5; step++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/dx=PositivRate;MalariaConf/)
  await expect(page.getByRole('img', { name: /Malaria test positivity \/ Malaria, confirmed/ })).toBeVisible()
})

test('a part of a data element is found by the words, and is called by both of its names', async ({ page }) => {
  await signIn(page, '/visualise')
  await page.getByRole('button', { name: 'Data Choose data' }).click()
  await expect(page.getByRole('checkbox').first()).toBeVisible()
  await expect(page.getByText('Part of a data element')).toHaveCount(0)
  await page.getByLabel('Search by name').fill('under 5 years')
  await page.getByRole('checkbox', { name: 'Malaria, confirmed Under 5 years, Female' }).check()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page).toHaveURL(/dx=MalariaConf\.YoungFemale/)
  await expect(page.getByRole('button', { name: 'Data Malaria, confirmed Under 5 years, Female' })).toBeVisible()
  await expect(page.getByRole('img', { name: /Malaria, confirmed Under 5 years, Female/ })).toBeVisible()
})

test('all that is counted of reports is found by the name of the form', async ({ page }) => {
  await signIn(page, '/visualise')
  await page.getByRole('button', { name: 'Data Choose data' }).click()
  await expect(page.getByText('Reporting rate', { exact: true }).first()).toBeVisible()
  await expect(page.getByText('Expected reports')).toHaveCount(0)
  await page.getByLabel('Search by name').fill('monthly')
  for (const kind of ['Reporting rate', 'Reporting rate on time', 'Actual reports', 'Actual reports on time', 'Expected reports']) {
    await expect(page.getByRole('checkbox', { name: `Clinic monthly report ${kind}`, exact: true })).toBeVisible()
  }
  await page.getByRole('checkbox', { name: 'Clinic monthly report Actual reports', exact: true }).check()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page).toHaveURL(/dx=MonthlySet1\.ACTUAL_REPORTS/)
  await expect(page.getByRole('button', { name: 'Data Clinic monthly report – Actual reports' })).toBeVisible()
})

test('figures have the colours and the key of the legend that they were saved with', async ({ page }) => {
  await signIn(page, '/visualise?vis=VisLegend01')
  await expect(page.locator('[data-legend] li')).toHaveText(['Few 0 – 100', 'Many 100 – 1,000,000'])
  const cells = page.locator('tbody td[title]')
  await expect(cells.first()).toBeVisible()
  for (const cell of await cells.all()) {
    const isMany = Number((await cell.innerText()).replaceAll(',', '')) >= 100
    await expect(cell).toHaveAttribute('title', isMany ? 'Many' : 'Few')
    await expect(cell).toHaveCSS('background-color', isMany ? 'rgb(189, 0, 38)' : 'rgb(255, 255, 178)')
  }
  await expectAccessible(page)
  // The legend of what is counted, where none was saved.
  await page.goto('/visualise?vis=VisLegend02')
  await expect(page.locator('dl dd').getByText(/^(Few|Many)$/)).toBeVisible()
  await expectAccessible(page)
  // A drawing has them too, and what is changed has its own colours again.
  await page.getByRole('radio', { name: 'Columns', exact: true }).check()
  await expect(page.locator('figure svg').first()).toBeVisible()
  await expect(page.locator('[data-legend]')).toHaveCount(0)
})

test('a saved view takes the star and gives it back', async ({ page }) => {
  await signIn(page, '/visualise?vis=VisVisits01')
  const star = page.getByRole('button', { name: 'Favourite' })
  await expect(star).toHaveAttribute('aria-pressed', 'false')
  await star.click()
  await expect(star).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('button', { name: 'Open' }).click()
  await expect(page.getByRole('link', { name: /Visits to clinics/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await star.click()
  await expect(star).toHaveAttribute('aria-pressed', 'false')
  await page.goto('/visualise?map=MapMalaria1')
  await expect(star).toHaveAttribute('aria-pressed', 'true')
  await page.goto('/visualise')
  await expect(page.getByRole('button', { name: 'Open' })).toBeVisible()
  await expect(star).toHaveCount(0)
})

test('the same answer is seen as lines or columns without asking again', async ({ page }) => {
  await signIn(page, CURVE)
  await expect(page.locator('figure svg text').first()).toBeVisible()
  let asked = 0
  page.on('request', (request) => (asked += request.url().includes('/api/analytics') ? 1 : 0))
  await page.getByLabel('Columns', { exact: true }).check()
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

const WHOLE = '&pe=LAST_6_MONTHS&ou=CountryAa01'
const KINDS = ['column', 'stacked-column', 'bar', 'stacked-bar', 'line', 'area', 'stacked-area', 'year-line', 'year-column', 'pie', 'gauge', 'single-value', 'pivot', 'map', 'bubbles']
for (const kind of KINDS) {
  test(`a view as ${kind} has its figures as text too, and is accessible`, async ({ page }) => {
    await signIn(page, `/visualise?dx=Attendance1;MalariaConf${WHOLE}&as=${kind}`)
    if (kind === 'single-value') await expect(page.locator('dl dd')).toHaveCount(2)
    else if (kind !== 'pivot') await expect.poll(() => page.locator('figure svg path').count()).toBeGreaterThan(0)
    await expect(page.getByRole('table').or(page.getByText('Figures')).first()).toBeVisible()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  })
}

test('the parts of a pie and a single value are the sums of the table of months', async ({ page }) => {
  await signIn(page, `/visualise?dx=Attendance1${WHOLE}&as=line`)
  const cells = page.locator('tbody td')
  await expect(cells).toHaveCount(6)
  const months = (await cells.allInnerTexts()).map((text) => Number(text.replaceAll(',', '')))
  await page.getByLabel('Single value').check()
  await expect(page.locator('dl dd')).toHaveText(months.reduce((sum, one) => sum + one, 0).toLocaleString('en'))
})

test('a pivot table adds up, and sorts by keyboard', async ({ page }) => {
  await signIn(page, `/visualise?dx=Attendance1;MalariaConf&pe=LAST_6_MONTHS&ou=CountryAa01;LEVEL-3&lay=dx|ou|pe&as=pivot`)
  const firsts = async () => (await page.locator('tbody tr[aria-rowindex] td:nth-child(2)').allInnerTexts()).map((text) => Number(text.replaceAll(',', '')))
  await expect.poll(async () => (await firsts()).length).toBe(4)
  const figures = await firsts()
  await expect(page.locator('tfoot td').first()).toHaveText(figures.reduce((sum, one) => sum + one, 0).toLocaleString('en'))
  await page.getByRole('columnheader').getByRole('button', { name: 'Outpatients, new' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('columnheader', { name: /Outpatients/ })).toHaveAttribute('aria-sort', 'descending')
  expect(await firsts()).toEqual([...figures].sort((one, other) => other - one))
})

test('a dimension moves to another axis by its list, and figures are taken apart', async ({ page }) => {
  await signIn(page, `/visualise?dx=Attendance1${WHOLE}&as=pivot`)
  await page.getByText('Layout and disaggregation').click()
  await page.getByLabel('Take apart by', { exact: true }).selectOption({ label: 'Sex' })
  await expect(page.getByRole('button', { name: 'Male', exact: true })).toBeVisible()
  await page.getByLabel('Sex', { exact: true }).selectOption('rows')
  await expect(page).toHaveURL(/lay=dx\|pe;SexCategory\|ou/)
  await expect(page.getByRole('rowheader', { name: /Female/ }).first()).toBeVisible()
  await page.getByLabel('No longer take apart by').selectOption({ label: 'Sex' })
  await expect(page).not.toHaveURL(/SexCategory/)
})

test('fixed periods are chosen beside those that move with today', async ({ page }) => {
  await signIn(page, '/visualise?dx=Attendance1')
  await page.getByRole('button', { name: /^Period/ }).click()
  await page.getByLabel('Kind of period').selectOption('Monthly')
  await page.getByLabel('Year', { exact: true }).fill('2025')
  await page.getByRole('checkbox', { name: 'March 2025' }).check()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page).toHaveURL(/pe=LAST_12_MONTHS;THIS_MONTH;202503/)
})

test('what DHIS2 saved opens as it was saved, and says when it is drawn in another way', async ({ page }) => {
  await signIn(page, '/visualise?vis=VisMalaria1')
  await expect(page.getByRole('heading', { name: 'Malaria by month' })).toBeVisible()
  await expect(page.getByLabel('Stacked columns')).toBeChecked()
  await expect(page.locator('tbody tr[aria-rowindex]')).toHaveCount(6)
  await page.goto('/visualise?map=MapMalaria1')
  await expect(page.getByLabel('Map', { exact: true })).toBeChecked()
  await expect(page.getByRole('rowheader', { name: 'Lake District' })).toBeVisible()
  await page.goto('/visualise?vis=VisVisits01')
  await expect(page.getByText('It was saved as SCATTER')).toBeVisible()
  await page.goto('/visualise?vis=VisNothing1')
  await expect(page.getByText('This view cannot be shown here.')).toBeVisible()
  await page.goto('/visualise?map=MapEvents01')
  await expect(page.getByText('It shows single events of a program on a map')).toBeVisible()
})

test('what was saved of days opens with them, and periods take their place', async ({ page }) => {
  await signIn(page, '/visualise?vis=VisDays0001')
  await expect(page.getByRole('button', { name: /^Period 1 January\s–\s30 June 2026$/ })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(/30 June 2026/)
  await expect(page.getByRole('rowheader', { name: 'Hill District' })).toBeVisible()
  await page.getByRole('radio', { name: 'Lines', exact: true }).check()
  await expect(page).toHaveURL(/pe=2026-01-01_2026-06-30/)
  await expect(page.getByRole('rowheader', { name: 'Hill District' })).toBeVisible()
  await page.getByRole('button', { name: /^Period/ }).click()
  await page.getByRole('checkbox', { name: 'This month' }).check()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page).toHaveURL(/pe=THIS_MONTH/)
})

test('a map without figures shows where units and facilities are', async ({ page }) => {
  await signIn(page, '/visualise?map=MapPlaces01')
  await expect(page.getByRole('img', { name: 'Where clinics are' }).locator('svg path').first()).toBeVisible()
  await expect(page.locator('[data-legend] li')).toHaveText(['Clinic (2)'])
  await page.getByText('3 units on the map').click()
  await expect(page.getByText('Acacia Clinic – Clinic')).toBeVisible()
  await expectAccessible(page)
  const [picture] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Drawing (SVG)' }).click()])
  expect(readFileSync(await picture.path(), 'utf8')).toContain('Acacia Clinic')
})

test('of names that would lie on each other on a map the first is shown, and all when there is room', async ({ page }) => {
  const clinic = (id: string, na: string, longitude: number) => ({ id, na, ty: 1, co: `[${String(longitude)},0]` })
  await page.route(/geoFeatures.*ClinicAaa01/, (route) => route.fulfill({ json: [clinic('ClinicAaa01', 'Acacia Clinic', 30), clinic('ClinicAaa02', 'Baobab Clinic', 30.5), clinic('ClinicAaa03', 'Cedar Clinic', 33)] }))
  await signIn(page, '/visualise?map=MapPlaces01')
  const names = page.locator('figure svg text', { hasText: 'Clinic' })
  await expect(names).toHaveText(['Acacia Clinic', 'Cedar Clinic'])
  await page.getByText('4 units on the map').click()
  await expect(page.getByText('Baobab Clinic')).toBeVisible()
  const first = await names.first().boundingBox()
  await page.mouse.move((first?.x ?? 0) - 10, first?.y ?? 0)
  await expect(async () => {
    await page.mouse.wheel(0, -200)
    await expect(names.filter({ hasText: 'Baobab' })).toHaveCount(1, { timeout: 100 })
  }).toPass({ intervals: [50] })
})

test('what is deleted is not asked for again', async ({ page }) => {
  await signIn(page, '/visualise?vis=VisLegend01')
  await page.getByRole('button', { name: 'Delete' }).click()
  const asked: string[] = []
  page.on('request', (request) => request.method() === 'GET' && asked.push(request.url()))
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('The chart appears here.')).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(asked.filter((url) => url.includes('VisLegend01'))).toEqual([])
})

test('years stand beside each other as they were saved, and others are chosen', async ({ page }) => {
  await signIn(page, '/visualise?vis=VisYears001')
  const year = new Date().getFullYear()
  await expect(page.getByLabel('Columns by year')).toBeChecked()
  const heads = page.getByRole('columnheader')
  for (const one of [year, year - 1, 2023]) await expect(heads.getByText(String(one), { exact: true })).toBeVisible()
  await expect(page.locator('tbody tr[aria-rowindex]')).toHaveCount(12)
  const january = page.getByRole('row', { name: /^January [^a-z]*$/ })
  const [now = 0, before = 0] = (await january.getByRole('cell').allInnerTexts()).map((text) => Number(text.replaceAll(',', '')))
  expect(now - before).toBe(1)
  await expect.poll(() => page.locator('figure svg path').count()).toBeGreaterThan(0)
  await expect(page.getByText('Layout and disaggregation')).toHaveCount(0)
  await page.getByLabel('Years', { exact: true }).selectOption({ label: 'This year and the five before' })
  await expect(heads.getByText(String(year - 5), { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const [saved] = await Promise.all([page.waitForRequest((request) => request.method() === 'PUT'), page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()])
  expect(saved.postDataJSON()).toMatchObject({ type: 'YEAR_OVER_YEAR_COLUMN', yearlySeries: ['THIS_YEAR', 'LAST_5_YEARS'], columns: [], rows: [{ dimension: 'pe', items: [{ id: 'MONTHS_THIS_YEAR' }] }] })
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByLabel('Lines', { exact: true }).check()
  await expect(page).not.toHaveURL(/yr/)
  await expect(page.getByText('Layout and disaggregation')).toBeVisible()
})

test('a view is found, changed, saved under a name, replaced and deleted', async ({ page }) => {
  await signIn(page, '/visualise')
  await page.getByRole('button', { name: 'Open' }).click()
  await page.getByRole('link', { name: /Malaria by month/ }).click()
  await page.getByLabel('Pie').check()
  await expect(page.getByText('This view differs from the saved one.')).toBeVisible()
  await page.getByRole('button', { name: 'Save as' }).click()
  await page.getByLabel('Name').fill('Malaria by month')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toContainText('is already used')
  await page.getByLabel('Name').fill('Shares of malaria')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Shares of malaria' })).toBeVisible()
  await expect(page.getByLabel('Pie')).toBeChecked()
  await page.getByLabel('Gauge').check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.reload()
  await expect(page.getByLabel('Gauge')).toBeChecked()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL(/\/visualise$/)
  await page.getByRole('button', { name: 'Open' }).click()
  await expect(page.getByRole('link', { name: /Malaria by month/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /Shares of malaria/ })).toHaveCount(0)
})

test('figures and drawing are downloaded as they are on the screen', async ({ page }) => {
  await signIn(page, `/visualise?dx=Attendance1${WHOLE}&as=column`)
  await expect(page.locator('figure svg text').first()).toBeVisible()
  const text = async (button: string) => {
    const arriving = page.waitForEvent('download')
    await page.getByRole('button', { name: button }).click()
    const download = await arriving
    return { name: download.suggestedFilename(), content: readFileSync(await download.path()) }
  }
  const csv = await text('Figures (CSV)')
  const lines = csv.content.toString().trim().split('\r\n')
  expect(csv.name).toMatch(/Outpatients, new.*\.csv$/)
  expect(lines).toHaveLength(7)
  expect(lines[0]).toContain('"Outpatients, new"')
  const shown = await page.locator('tbody tr[aria-rowindex]').first().locator('td').innerText()
  expect(lines[1]).toMatch(new RegExp(`,${shown.replaceAll(',', '')}$`))
  expect((await text('Drawing (SVG)')).content.toString()).toContain('<svg')
  expect([...(await text('Picture (PNG)')).content.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
})

test('a downloaded picture has its name, what it shows and the key of its colours', async ({ page }) => {
  const textsOf = async () => {
    const [picture] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Drawing (SVG)' }).click()])
    const svg = readFileSync(await picture.path(), 'utf8')
    return page.evaluate((text) => [...new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('svg > text')].map((one) => one.textContent.replaceAll(/[\u2068\u2069]/g, '')), svg)
  }
  await signIn(page, '/visualise?vis=VisMalaria1')
  await expect.poll(() => page.locator('figure svg path').count()).toBeGreaterThan(0)
  expect(await textsOf()).toEqual(expect.arrayContaining(['Malaria by month', 'Malaria, confirmed / Outpatients, new · Republic of Tests', 'Malaria, confirmed', 'Outpatients, new']))
  const drawing = await page.locator('figure [data-drawing]').boundingBox()
  const [picture] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Picture (PNG)' }).click()])
  // The height stands in the head of the file, of two pixels for each of the screen.
  const height = readFileSync(await picture.path()).readUInt32BE(20) / 2
  expect(height).toBeGreaterThan((drawing?.height ?? 0) + 80)
  await page.getByLabel('Pie', { exact: true }).check()
  await expect(page.getByText('This view differs from the saved one.')).toBeVisible()
  expect(await textsOf()).not.toContain('Malaria by month')
  await page.goto('/visualise?map=MapMalaria1')
  await expect.poll(() => page.locator('figure svg path').count()).toBeGreaterThan(0)
  expect(await textsOf()).toEqual([expect.stringMatching(/^Malaria by district$/), expect.stringMatching(/^Malaria, confirmed · /), expect.stringMatching(/^\d+ – \d+$/)])
})

test('on paper a view is there whole, as wide as a sheet, and without what is pressed', async ({ page }) => {
  const months = [2022, 2023, 2024, 2025].flatMap((year) => Array.from({ length: 12 }, (_, month) => String(year * 100 + month + 1)))
  await signIn(page, `/visualise?dx=Attendance1;MalariaConf&pe=${months.join(';')}&as=column`)
  const lines = page.locator('tbody tr[aria-rowindex]')
  await expect.poll(() => page.locator('figure svg path').count()).toBeGreaterThan(0)
  expect(await lines.count()).toBeLessThan(48)
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  await expect(lines).toHaveCount(48)
  expect((await page.locator('[data-drawing] svg').boundingBox())?.width).toBeLessThanOrEqual(640)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('columnheader', { name: 'Outpatients, new' })).toBeVisible()
  await expect(page.getByRole('button')).toHaveCount(0)
  await expect(page.getByRole('radio')).toHaveCount(0)
  // The drawing stands in its place.
  const [box, svg] = [await page.locator('[data-drawing]').boundingBox(), await page.locator('[data-drawing] svg').boundingBox()]
  expect(Math.abs((box?.y ?? 0) - (svg?.y ?? 1000))).toBeLessThan(2)
  await page.emulateMedia({ media: 'screen' })
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  await expect.poll(async () => (await page.locator('[data-drawing] svg').boundingBox())?.width).toBeGreaterThan(640)
})

test('who may read none of the data of a view is told so, and whom to ask', async ({ page }) => {
  await page.route('**/api/analytics?*', (route) => route.fulfill({ status: 409, json: { httpStatus: 'Conflict', httpStatusCode: 409, status: 'ERROR', errorCode: 'E7124', message: 'Dimension is present in query without any valid dimension options: `dx`' } }))
  await signIn(page, '/visualise?vis=VisMalaria1')
  await expect(page.getByText('None of the data that it asks for is open to you.')).toBeVisible()
  await expect(page.getByText('Ask whoever made this view to share it with you.')).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('every kind follows every other one on the same screen', async ({ page }) => {
  await signIn(page, `/visualise?dx=Attendance1;MalariaConf${WHOLE}&as=line`)
  for (const label of ['Pie', 'Lines by year', 'Columns by year', 'Map', 'Lines by year', 'Columns', 'Gauge', 'Map', 'Stacked bars', 'Pivot table', 'Bubble map', 'Single value', 'Areas', 'Pie']) {
    await page.getByLabel(label, { exact: true }).check()
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible()
    if (!['Pivot table', 'Single value'].includes(label)) await expect.poll(() => page.locator('figure svg path').count()).toBeGreaterThan(0)
    await expect(page.getByRole('alert')).toHaveCount(0)
  }
})

import type { Browser, BrowserContext, Page } from '@playwright/test'
import { expect } from '@playwright/test'

export const FORM = '/data-entry?ds=MonthlySet1&ou=ClinicAaa01&pe=202601'
export const field = (page: Page, key: string) => page.locator(`[data-cell="${key}"]`)
export const attendance = (page: Page) => field(page, 'Attendance1.PlainOption')
export const stockDays = (page: Page) => field(page, 'StockDays01.PlainOption')
export const badge = (page: Page) => page.locator('header [role=status] [aria-haspopup=dialog]')

/** `nurse` and `clerk` are in the mock; people of one room see each other's values. */
export async function signInAs(page: Page, who: string, path = FORM) {
  await page.goto(path)
  await fillSignIn(page, who)
  await expect(page.locator('header')).toBeVisible()
}

export async function fillSignIn(page: Page, who: string) {
  await page.locator('[name=username]').fill(who)
  await page.locator('[name=password]').fill('Clinic-2026')
  await page.locator('form button[type=submit]').click()
}

/** Another phone. */
export async function device(browser: Browser, who: string): Promise<Page> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await signInAs(page, who)
  await expect(attendance(page)).toBeVisible()
  return page
}

export async function type(locator: ReturnType<typeof field>, value: string) {
  await locator.fill(value)
  await locator.press('Tab')
}

/** The server is out of reach, as after a cut cable: the browser does not know. */
export async function cutLine(target: Page | BrowserContext) {
  await target.route('**/api/**', (route) => route.abort())
}

/** The cable is back, and so is the event by which a browser tells. */
export async function mendLine(page: Page) {
  await page.unroute('**/api/**')
  await page.context().unroute('**/api/**')
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
}

/** What has been written to the server, value by value. */
export function watchWrites(page: Page): string[] {
  const writes: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'POST' || !request.url().endsWith('/api/dataValueSets')) return
    const { dataValues } = request.postDataJSON() as { dataValues: { dataElement: string; value: string }[] }
    for (const { dataElement, value } of dataValues) writes.push(`${dataElement}=${value}`)
  })
  return writes
}

/** What has arrived, also where it was sent before the form stood. */
export async function expectServerHas(page: Page, attendances: string) {
  const read = async () => {
    const answer = await page.request.get('/api/dataEntry/dataValues?ds=MonthlySet1&pe=202601&ou=ClinicAaa01')
    const { dataValues } = (await answer.json()) as { dataValues: { dataElement: string; value: string }[] }
    return dataValues.find(({ dataElement }) => dataElement === 'Attendance1')?.value
  }
  await expect.poll(read).toBe(attendances)
}

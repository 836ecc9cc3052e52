import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll, LOOKS, ON_MOCK, signIn, wear, WHO } from './journey.ts'

test('a person signs in by keyboard alone and meets the home page', async ({ page }) => {
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in$/)
  await expect(page.getByLabel('Username')).toBeFocused()
  await page.keyboard.type(WHO.username)
  await page.keyboard.press('Tab')
  await page.keyboard.type(WHO.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Welcome')
  await expect(page).toHaveURL(/\/$/)
})

test('a link to a screen survives the sign-in', async ({ page }) => {
  await signIn(page, '/visualise?pe=LAST_12_MONTHS')
  await expect(page).toHaveURL(/\/visualise\?pe=LAST_12_MONTHS/)
})

test('a wrong password is said plainly, and the password is selected to be typed again', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('Username').fill('somebody-wrong')
  await page.getByLabel('Password').fill('wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('Username or password is wrong.')
  await expect(page.getByLabel('Password')).toBeFocused()
  await expectAccessible(page)
})

// It would lock an account of a real server.
const onlyOnMock = ON_MOCK ? test : () => undefined
onlyOnMock('a locked account is said plainly', async ({ page }: { page: Page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('Username').fill('locked-soon')
  for (let attempt = 0; attempt < 6; attempt++) {
    await page.getByLabel('Password').fill(`wrong ${attempt}`)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
  }
  await expect(page.getByRole('alert')).toContainText('This account is locked.')
  // The mock's lock has nine minutes left, by its own clock.
  const ends = new Date(Date.now() + 9 * 60_000)
  const minutes = [-1, 0, 1].map((more) => new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Africa/Nairobi' }).format(new Date(ends.getTime() + more * 60_000)))
  await expect(page.getByRole('alert')).toContainText(new RegExp(`Try again after (${minutes.join('|')}),`))
})

test('the language is chosen before sign-in and turns the page', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('Language').selectOption('ar')
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('تسجيل الدخول')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar')
})

test('signing out ends the session', async ({ page }) => {
  await signIn(page)
  await page.getByRole('button', { name: /your menu/i }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in/)
})

for (const look of LOOKS) {
  test(`sign-in and home are accessible: ${look.name}`, async ({ page }) => {
    await wear(page, look)
    await page.goto('/sign-in')
    await expect(page.locator('h1')).toBeVisible()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.locator('[name=username]').fill(WHO.username)
    await page.locator('[name=password]').fill(WHO.password)
    await page.locator('form button[type=submit]').click()
    await expect(page.locator('header')).toBeVisible()
    await page.locator('header button[aria-expanded]').click()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  })
}

test('a line that drops while the screens are fetched leaves a message, not a white page', async ({ page }) => {
  await page.route('**/assets/inside-*.js', (route) => route.abort())
  await page.goto('/sign-in')
  await page.locator('[name=username]').fill(WHO.username)
  await page.locator('[name=password]').fill(WHO.password)
  await page.locator('form button[type=submit]').click()
  await expect(page.getByRole('alert')).toContainText('This page could not be shown.')
  await page.unroute('**/assets/inside-*.js')
  await page.getByRole('button', { name: 'Load again' }).click()
  await expect(page.locator('header')).toBeVisible()
})

test('a server that cannot be reached is said on the first page', async ({ page }) => {
  await page.route('**/api/me**', (route) => route.abort())
  await page.goto('/')
  await expect(page.getByRole('alert')).toContainText('The server cannot be reached.')
  await page.unroute('**/api/me**')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByLabel('Username')).toBeVisible()
})

import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll, LOOKS, signIn, wear } from './journey.ts'
import { KEY } from './mock/second-step.ts'

const part = (page: Page) => page.getByRole('region', { name: 'Second step of the sign-in' })
const address = (page: Page) => page.getByRole('region', { name: 'Your address for letters' })

test('an app is set up by its picture, its link or its key, turned on by a code and turned off by one', async ({ page }) => {
  await signIn(page, '/profile')
  await expect(part(page)).toContainText('Not in use')
  await part(page).getByRole('button', { name: 'Use an authenticator app' }).click()
  await expect(part(page).getByRole('heading', { level: 3 })).toBeFocused()
  const picture = part(page).getByRole('img', { name: 'QR code' })
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100)
  await expect(part(page).getByText(KEY.slice(0, 4)).first()).toHaveText(KEY.replaceAll(/.{4}(?=.)/g, '$& '))
  await expect(part(page).getByRole('link', { name: 'Open it' })).toHaveAttribute('href', `otpauth://totp/Health%20of%20the%20Republic%20of%20Tests:nurse?secret=${KEY}&issuer=Health%20of%20the%20Republic%20of%20Tests`)
  const code = part(page).getByLabel('Code of six digits')
  await code.fill('000 000')
  await code.press('Enter')
  await expect(part(page).getByRole('alert')).toContainText('This code is not right')
  await code.fill('123 456')
  await code.press('Enter')
  await expect(part(page).getByRole('status')).toBeFocused()
  await expect(part(page).getByRole('status')).toContainText('The second step is on')
  await expect(part(page)).toContainText('a code of your authenticator app')
  await page.reload()
  await part(page).getByRole('button', { name: 'Turn off' }).click()
  await code.fill('654321')
  await code.press('Enter')
  await expect(part(page).getByRole('alert')).toContainText('This code is not right')
  await expect(code).toBeFocused()
  await code.fill('123456')
  await code.press('Enter')
  await expect(part(page).getByRole('status')).toContainText('The second step is off')
  await expect(part(page).getByRole('button', { name: 'Use an authenticator app' })).toBeVisible()
})

test('whoever thinks again is where they were, and nothing is on', async ({ page }) => {
  await signIn(page, '/profile')
  await part(page).getByRole('button', { name: 'Use an authenticator app' }).click()
  await part(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(part(page).getByRole('heading', { level: 2 })).toBeFocused()
  await page.reload()
  await expect(part(page)).toContainText('Not in use')
})

test('codes by e-mail need a confirmed address, which a letter confirms', async ({ page }) => {
  await signIn(page, '/profile')
  await expect(part(page)).toContainText('first confirm your address')
  await expect(part(page).getByRole('button', { name: 'Use codes by e-mail' })).toHaveCount(0)
  await expect(address(page)).toContainText('halima@example.org')
  await expect(address(page)).toContainText('not confirmed yet')
  await address(page).getByRole('button', { name: 'Send me a letter' }).click()
  await expect(address(page).getByRole('status')).toContainText('A letter is on its way')
  for (let times = 0; times < 5; times++) {
    await expect(address(page).getByRole('button')).not.toHaveAttribute('aria-disabled', 'true')
    const answered = page.waitForResponse(/sendEmailVerification$/)
    await address(page).getByRole('button').click()
    await answered
  }
  await expect(address(page).getByRole('alert')).toContainText('or too many were asked for')
  await page.goto('/api/account/verifyEmail?token=of-the-letter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your e-mail address is confirmed')
  await page.goto('/profile')
  await expect(address(page)).toContainText('It is confirmed as yours')
  await expect(address(page).getByRole('button')).toHaveCount(0)
  await part(page).getByRole('button', { name: 'Use codes by e-mail' }).click()
  await part(page).getByLabel('Code of six digits').fill('123456')
  await part(page).getByRole('button', { name: 'Turn on' }).click()
  await expect(part(page)).toContainText('In use: a code by e-mail')
  // To turn it off, another code is sent.
  const [asked] = await Promise.all([page.waitForRequest(/2fa\/disable$/), part(page).getByRole('button', { name: 'Turn off' }).click()])
  expect(asked.postDataJSON()).toEqual({})
  await part(page).getByLabel('Code of six digits').fill('123456')
  await part(page).getByRole('button', { name: 'Turn off' }).click()
  await expect(part(page).getByRole('status')).toContainText('The second step is off')
})

test('an address of another account is refused, and so are too many wrong codes', async ({ page }) => {
  await signIn(page, '/profile')
  await page.getByLabel('E-mail').fill('shared@example.org')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(address(page)).toContainText('shared@example.org')
  await address(page).getByRole('button', { name: 'Send me a letter' }).click()
  await expect(address(page).getByRole('alert')).toContainText('Another account has confirmed this address')
  await part(page).getByRole('button', { name: 'Use an authenticator app' }).click()
  await part(page).getByLabel('Code of six digits').fill('123456')
  await part(page).getByRole('button', { name: 'Turn on' }).click()
  await part(page).getByRole('button', { name: 'Turn off' }).click()
  for (let times = 0; times < 6; times++) {
    await expect(part(page).getByRole('button', { name: 'Turn off' })).not.toHaveAttribute('aria-disabled', 'true')
    const answered = page.waitForResponse(/2fa\/disable$/)
    await part(page).getByLabel('Code of six digits').fill('000000')
    await part(page).getByRole('button', { name: 'Turn off' }).click()
    await answered
  }
  await expect(part(page).getByRole('alert')).toContainText('too many wrong codes')
})

test('only what the server offers is offered', async ({ page }) => {
  await signIn(page, '/profile', 'clerk')
  await expect(part(page).getByRole('button')).toHaveText(['Use an authenticator app'])
  await page.route('**/api/configuration/twoFactorMethods', (route) => route.fulfill({ json: { totp2faEnabled: false, email2faEnabled: false } }))
  await page.reload()
  await expect(part(page)).toContainText('This server offers none')
  await expect(part(page).getByRole('button')).toHaveCount(0)
})

for (const look of LOOKS) {
  test(`the second step is accessible while it is set up: ${look.name}`, async ({ page }) => {
    await wear(page, look)
    await signIn(page, '/profile')
    const second = page.locator('[aria-labelledby=second-step]')
    await second.getByRole('button').first().click()
    await expect(second.locator('img')).toBeVisible()
    await second.locator('[name=code]').fill('1')
    await second.locator('[name=code]').press('Enter')
    await expect(second.getByRole('alert')).toBeVisible()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  })
}

import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll, LOOKS, ON_MOCK, wear } from './journey.ts'

// The letters come from the mock; a real server would have to be told of a mail server.
test.skip(!ON_MOCK, 'needs the letters of the mock')

/** Where DHIS2's letters lead. */
const LETTER = '/login/index.html#/'
const SET = 'Set the password'

test('whoever forgot a password asks for a letter, and learns nothing about others', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(page.getByLabel('Username or e-mail address')).toBeFocused()
  for (const who of ['nurse', 'nobody-at-all']) {
    await page.getByLabel('Username or e-mail address').fill(who)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('status')).toContainText('If there is such an account')
  }
  await page.getByLabel('Username or e-mail address').fill('asks-too-often')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('a quarter of an hour')
  await page.getByRole('link', { name: 'Back to the sign-in' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in')
})

test('the link of a letter leads to a new password, once', async ({ page }) => {
  await page.goto(`${LETTER}update-password?token=good-letter`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a new password')
  await page.getByLabel('New password').fill('Fresh-Start-26')
  await page.getByLabel('The same once more').fill('Fresh-Start-27')
  await page.getByRole('button', { name: SET }).click()
  await expect(page.getByText('The two are not the same.')).toBeVisible()
  await page.getByLabel('New password').fill('short')
  await page.getByLabel('The same once more').fill('short')
  await page.getByRole('button', { name: SET }).click()
  await expect(page.getByRole('alert')).toContainText('This password does not do.')
  await page.getByLabel('New password').fill('Fresh-Start-26')
  await page.getByLabel('The same once more').fill('Fresh-Start-26')
  await page.getByRole('button', { name: SET }).click()
  await expect(page.getByRole('status')).toContainText('Your password is set.')
  await expect(page.getByRole('status')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Back to the sign-in' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Username')).toBeVisible()
})

test('a letter that is over says so, and a code is typed where there is no link', async ({ page }) => {
  await page.goto('/sign-in#/forgot-password')
  await page.getByRole('link', { name: 'I have a code' }).click()
  await page.getByLabel('The code of the letter').fill('old-letter')
  await page.getByLabel('New password').fill('Fresh-Start-26')
  await page.getByLabel('The same once more').fill('Fresh-Start-26')
  await page.getByRole('button', { name: SET }).click()
  await expect(page.getByRole('alert')).toContainText('no longer good')
  await page.getByLabel('The code of the letter').fill('good-letter')
  await page.getByRole('button', { name: SET }).click()
  await expect(page.getByRole('status')).toContainText('Your password is set.')
})

test('a password that is too old is replaced by whoever knows it', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('Username').fill('sleeper')
  await page.getByLabel('Password').fill('Clinic-2026')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Choose a new password' }).click()
  await expect(page.getByLabel('Username')).toHaveValue('sleeper')
  await page.getByLabel('Present password').fill('wrong')
  await page.getByLabel('New password').fill('Fresh-Start-26')
  await page.getByLabel('The same once more').fill('Fresh-Start-26')
  await page.getByRole('button', { name: SET }).click()
  await expect(page.getByRole('alert')).toContainText('present password is wrong')
  await page.getByLabel('Present password').fill('Clinic-2026')
  await page.getByRole('button', { name: SET }).click()
  await expect(page.getByRole('status')).toContainText('Your password is set.')
})

test('somebody makes an account and is in', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Make an account' }).click()
  await expect(page.getByLabel('First name')).toBeFocused()
  await page.getByLabel('First name').fill('Moussa')
  await page.getByLabel('Surname').fill('Diallo')
  await page.getByLabel('E-mail address').fill('moussa@example.org')
  await page.getByLabel('Username').fill('nurse')
  await page.getByLabel('Password', { exact: true }).fill('Fresh-Start-26')
  await page.getByLabel('The same once more').fill('Fresh-Start-26')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await expect(page.getByRole('alert')).toContainText('This username is taken')
  await page.getByLabel('Username').fill('moussa')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Welcome')
})

test('an invitation is taken up, with the login name of the letter or one of choice', async ({ page }) => {
  await page.goto(`${LETTER}complete-registration?token=good-letter&email=a%40b.org&username=halima`)
  await expect(page.getByLabel('Username')).toHaveAttribute('readonly')
  await page.goto('about:blank')
  await page.goto(`${LETTER}complete-registration?token=old-letter&email=a%40b.org&username=inviteabcdefghijk`)
  await page.getByLabel('First name').fill('Halima')
  await page.getByLabel('Surname').fill('Nurse')
  await page.getByLabel('Username').fill('halima')
  await page.getByLabel('Password', { exact: true }).fill('Fresh-Start-26')
  await page.getByLabel('The same once more').fill('Fresh-Start-26')
  await page.getByRole('button', { name: SET }).click()
  await expect(page.getByRole('alert')).toContainText('no longer good')
  await expect(page.getByLabel('First name')).toHaveValue('Halima')
})

test('the link of a letter says whose an address is', async ({ page }) => {
  await page.goto('/login/#/email-verification-success')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your e-mail address is confirmed')
  await page.goto('about:blank')
  await page.goto('/login/#/email-verification-failure')
  await expect(page.getByRole('alert')).toContainText('ask for another letter')
  await page.getByRole('link', { name: 'Go on' }).click()
  await expect(page.getByLabel('Username')).toBeVisible()
})

const DOORS = ['forgot-password', 'update-password', 'expired-password?username=nurse', 'create-account', 'complete-registration?token=x&username=halima', 'email-verification-failure']
for (const look of LOOKS) {
  test(`the doors are accessible: ${look.name}`, async ({ page }) => {
    test.slow()
    await wear(page, look)
    for (const door of DOORS) {
      await page.goto('about:blank')
      await page.goto(`${LETTER}${door}`)
      await expect(page.locator('h1'), door).toBeVisible()
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
    }
    await page.goto('about:blank')
    await page.goto(`${LETTER}create-account`)
    for (const name of ['firstName', 'surname', 'username', 'password', 'again']) await page.locator(`[name=${name}]`).fill(`different-${name}`)
    await page.locator('[name=email]').fill('a@b.org')
    await page.locator('form button[type=submit]').click()
    await expect(page.locator('[aria-invalid=true]')).toBeVisible()
    await expectAccessible(page)
  })
}

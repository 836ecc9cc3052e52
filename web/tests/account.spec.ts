import { expect, test } from '@playwright/test'
import { signIn, WHO } from './journey.ts'

test('a person changes name and e-mail', async ({ page }) => {
  await signIn(page, '/profile')
  await expect(page.getByLabel('E-mail')).toHaveValue('halima@example.org')
  const [sent] = await Promise.all([
    page.waitForRequest((request) => request.method() === 'PUT' && request.url().endsWith('/api/me')),
    (async () => {
      await page.getByLabel('E-mail').fill('new@example.org')
      await page.getByRole('button', { name: 'Save' }).click()
    })(),
  ])
  expect(sent.postDataJSON()).toMatchObject({ email: 'new@example.org', firstName: 'Halima' })
  await expect(page.getByText('Saved.')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('E-mail')).toHaveValue('new@example.org')
})

test('a new password is typed twice, refused in the words of the server, and changed without a new sign-in', async ({ page }) => {
  await signIn(page, '/profile')
  const fill = async (old: string, next: string, again: string) => {
    await page.getByLabel('Present password').fill(old)
    await page.getByLabel('New password', { exact: true }).fill(next)
    await page.getByLabel('New password once more').fill(again)
    await page.getByRole('button', { name: 'Change the password' }).click()
  }
  await fill(WHO.password, 'Clinic-2026', 'Clinic-2027')
  await expect(page.getByText('The two are not the same.')).toBeVisible()
  await fill('wrong', 'Clinic-2026', 'Clinic-2026')
  await expect(page.getByRole('alert')).toContainText('OldPassword is incorrect')
  await fill(WHO.password, 'Clinic-2026', 'Clinic-2026')
  await expect(page.getByText('The password is changed.')).toBeVisible()
})

test('settings are saved when they are changed; those of the ministry are for administrators', async ({ page }) => {
  await signIn(page, '/settings')
  const [sent] = await Promise.all([page.waitForRequest(/userSettings\/keyDbLocale\?value=fr$/), page.getByLabel('Language of names').selectOption('fr')])
  expect(sent.method()).toBe('POST')
  await expect(page.getByText('Saved.')).toBeVisible()
  await expect(page.getByLabel('Language of names')).toHaveValue('fr')
  await expect(page.getByText('For everybody on this server')).toHaveCount(0)
})

test('an administrator gives the ministry a name and a colour, and keeps what its style sheet says besides', async ({ page }) => {
  await signIn(page, '/settings', 'chief')
  await page.getByLabel('Name of the ministry or the system').fill('Ministry of Tests')
  await page.getByLabel('Colour').fill('#ffe600')
  const [sent] = await Promise.all([page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/systemSettings')), page.getByRole('button', { name: 'Save' }).click()])
  expect(sent.postDataJSON()).toMatchObject({ applicationTitle: 'Ministry of Tests', keyCustomCss: ':root { --accent: #ffe600; }' })
  await expect(page.getByText('Saved.')).toBeVisible()
})

test('the ministry is known before the sign-in, in the language of the person, and its words are text', async ({ page }) => {
  await page.goto('/sign-in')
  await expect(page.getByText('Health of the Republic of Tests')).toBeVisible()
  await expect(page.getByText('For everybody who reports.')).toBeVisible()
  await expect(page.getByText('Reporting closes on the 15th.')).toBeVisible()
  await expect(page.getByText('Ministry of Tests')).toBeVisible()
  await page.getByLabel('Language').selectOption('fr')
  await expect(page.getByText('Santé du pays des tests')).toBeVisible()
  const button = page.getByRole('button', { name: 'Se connecter' })
  await expect(button).toHaveCSS('background-color', 'rgb(122, 47, 143)')
})

test('a form on paper has the ministry and the values, and nothing to press', async ({ page }) => {
  await signIn(page, '/data-entry?ds=MonthlySet1&ou=ClinicAaa01&pe=202601')
  await expect(page.locator('[data-form]')).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('header').first()).toBeHidden()
  await expect(page.getByRole('main').getByText('Health of the Republic of Tests')).toBeVisible()
  await expect(page.locator('[data-form] input[inputmode]').first()).toBeVisible()
})

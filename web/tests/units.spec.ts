import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { expectAccessible, signIn } from './journey.ts'

/** What the tree and its search ask the server, from the opening of the dialog on. */
async function openTree(page: Page): Promise<string[]> {
  await signIn(page, '/visualise', 'planner')
  await page.getByRole('button', { name: /Organisation unit/ }).click()
  await expect(page.getByRole('row', { name: 'Federation of Tests' })).toBeVisible()
  await expect(page.getByRole('row', { name: 'Province 01' })).toBeVisible()
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/organisationUnits')) asked.push(request.url())
  })
  return asked
}

test('a level of 5,000 units opens with one call, draws only what is in sight and is walked to its end by keyboard', async ({ page }) => {
  const asked = await openTree(page)
  await page.getByRole('row', { name: 'Flat Province' }).getByRole('button').click()
  await expect(page.getByRole('row', { name: 'Flat Post 0001' })).toBeVisible()
  expect(asked.filter((url) => url.includes('children['))).toHaveLength(1)
  expect(await page.getByRole('row').count()).toBeLessThan(60)
  await page.getByRole('row', { name: 'Flat Post 0001' }).focus()
  await page.keyboard.press('End')
  await expect(page.getByRole('row', { name: 'Province 10' })).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Home')
  await expect(page.getByRole('row', { name: 'Federation of Tests' })).toBeFocused()
  await expectAccessible(page)
})

test('a unit is found among 20,000 by its name in one call once typing rests', async ({ page }) => {
  const asked = await openTree(page)
  await page.getByLabel('Search by name').pressSequentially('outpost 0715099', { delay: 20 })
  await page.getByRole('button', { name: /Outpost 0715099 Federation of Tests › Province 07 › Area 07-15/ }).click()
  await expect(page).toHaveURL(/ou=BigC0715099/)
  expect(asked.filter((url) => url.includes('query='))).toHaveLength(1)
})

test('what has more than one page of answers says so', async ({ page }) => {
  await openTree(page)
  await page.getByLabel('Search by name').fill('outpost')
  await expect(page.getByRole('status').filter({ hasText: 'Only the first 50 are shown.' })).toBeVisible()
})

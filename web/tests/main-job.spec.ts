import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { signIn } from './journey.ts'

/**
 * The main job, on whatever country the server has: a value is typed for a facility, and the chart has it. What to type
 * where is found out from the API, so that the journey also runs against a real server.
 */

interface Metadata {
  dataSets: { id: string; periodType: string; categoryCombo: { id: string }; organisationUnits: string[]; dataSetElements: { dataElement: { id: string } }[] }[]
  dataElements: { id: string; valueType: string; aggregationType?: string; optionSet?: object }[]
  categoryCombos: { id: string; name: string }[]
}

interface Job {
  dataSet: string
  element: string
  unit: string
  period: string
}

async function findJob(page: Page): Promise<Job> {
  const metadata = (await (await page.request.get('/api/dataEntry/metadata')).json()) as Metadata
  const plain = metadata.categoryCombos.find(({ name }) => name === 'default')?.id
  const sums = new Set(
    metadata.dataElements
      .filter(({ valueType, optionSet, aggregationType }) => /^INTEGER(_ZERO_OR_POSITIVE)?$/.test(valueType) && !optionSet && (aggregationType ?? 'SUM') === 'SUM')
      .map(({ id }) => id),
  )
  for (const { id, periodType, categoryCombo, organisationUnits, dataSetElements } of metadata.dataSets) {
    const element = dataSetElements.find(({ dataElement }) => sums.has(dataElement.id))?.dataElement.id
    const unit = organisationUnits[0]
    if (periodType === 'Monthly' && categoryCombo.id === plain && element && unit) return { dataSet: id, element, unit, period: lastMonth() }
  }
  throw new Error('this person may enter no monthly sum anywhere')
}

function lastMonth(): string {
  const now = new Date()
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() - 1, 1)).toISOString().slice(0, 7).replace('-', '')
}

test('a value typed for a facility is in its chart', async ({ page }) => {
  await signIn(page)
  const { dataSet, element, unit, period } = await findJob(page)
  const form = `/data-entry?ds=${dataSet}&ou=${unit}&pe=${period}`
  const chart = `/visualise?dx=${element}&pe=${period}&ou=${unit}&as=column`
  const total = async () => {
    await page.goto(chart)
    const cell = page.locator('tbody td').first()
    await expect(cell.or(page.getByText('There are no values for this choice.'))).toBeVisible()
    return (await cell.count()) === 0 ? 0 : Number((await cell.innerText()).replaceAll(',', ''))
  }
  const before = await total()

  await page.goto(form)
  const field = page.locator(`[data-cell^="${element}."]:not(:disabled)`).first()
  const old = Number(await field.inputValue())
  await field.fill(String(old + 7))
  await field.press('Enter')
  await expect(page.locator('[data-status=saved]')).toHaveCount(1)
  expect(await total()).toBe(before + 7)

  await page.goto(form)
  await expect(field).toHaveValue(String(old + 7))
})

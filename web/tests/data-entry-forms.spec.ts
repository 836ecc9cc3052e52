import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll, LOOKS, signIn, wear } from './journey.ts'

const at = (set: string) => `/data-entry?ds=${set}&ou=ClinicAaa01&pe=202601`
const open = (page: Page, set: string) => signIn(page, at(set), 'matron')
const field = (page: Page, key: string) => page.locator(`[data-cell="${key}"]`)
const attendance = (page: Page) => field(page, 'Attendance1.PlainOption')

async function enter(page: Page, key: string, value: string) {
  await field(page, key).fill(value)
  await field(page, key).blur()
}

async function pasteInto(page: Page, key: string, text: string) {
  await field(page, key).focus()
  await field(page, key).evaluate((target, copied) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', copied)
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

test('totals and indicators follow what is typed', async ({ page }) => {
  await open(page, 'WardSet0001')
  await enter(page, 'MalariaSusp.YoungFemale', '40')
  await enter(page, 'MalariaSusp.OldMale0001', '60')
  await enter(page, 'MalariaConf.YoungFemale', '25')
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })
  await expect(row('Malaria, suspected').locator('[data-figure]')).toHaveText('100')
  await expect(page.locator('tfoot [data-figure]')).toHaveText(['65', '', '', '60', '125'])
  await expect(row('Malaria test positivity').locator('[data-figure]')).toHaveText('25')
  await enter(page, 'Attendance1.PlainOption', '155')
  // Twice 155 in 31 days: the constant and the days of the period count.
  await expect(row('Visits a day').locator('[data-figure]')).toHaveText('10')
  await expect(row('Deaths elsewhere')).toContainText('Needs more than this form')
})

test('a rule is judged while one types, and leads to its field', async ({ page }) => {
  await open(page, 'WardSet0001')
  await enter(page, 'MalariaSusp.YoungFemale', '10')
  await enter(page, 'MalariaConf.YoungMale01', '12')
  const broken = page.getByRole('button', { name: /Confirmed cases cannot exceed suspected ones/ })
  await expect(broken).toContainText('Confirmed 12 should be at most Suspected 10')
  await broken.click()
  await expect(field(page, 'MalariaConf.YoungFemale')).toBeFocused()
  await enter(page, 'MalariaConf.YoungMale01', '9')
  await expect(broken).toHaveCount(0)
})

test('a value outside of its limits is saved and said to be unusual', async ({ page }) => {
  await open(page, 'WardSet0001')
  await enter(page, 'Attendance1.PlainOption', '500')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await expect(attendance(page)).toHaveAccessibleDescription(/mostly from 100 to 200/)
})

test('a report is checked, marked complete and opened again', async ({ page }) => {
  await open(page, 'WardSet0001')
  await page.getByRole('button', { name: 'Mark complete' }).click()
  // Without its compulsory value it may not be.
  await expect(page.getByRole('dialog')).toContainText('cannot be marked complete')
  await expect(page.getByRole('button', { name: 'Mark complete anyway' })).toHaveCount(0)
  await page.getByRole('button', { name: /Compulsory and empty: Outpatients, new/ }).click()
  await expect(attendance(page)).toBeFocused()
  await enter(page, 'Attendance1.PlainOption', '150')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await page.getByRole('button', { name: 'Mark complete' }).click()
  await expect(page.getByText(/Marked complete on .* by matron/)).toBeVisible()
  await page.getByRole('button', { name: 'Open again' }).click()
  await expect(page.getByText('Not marked complete yet.')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Not marked complete yet.')).toBeVisible()
})

test('what only the server knows stands in the checks, and does not forbid', async ({ page }) => {
  await open(page, 'WardSet0001')
  await enter(page, 'Attendance1.PlainOption', '13')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await page.getByRole('button', { name: 'Mark complete' }).click()
  await expect(page.getByRole('dialog')).toContainText('Half of last month')
  await page.getByRole('button', { name: 'Mark complete anyway' }).click()
  await expect(page.getByText(/Marked complete on/)).toBeVisible()
})

test('without the server the checks are made here, and say so', async ({ page }) => {
  await open(page, 'WardSet0001')
  await page.route('**/api/validation/dataSet/**', (route) => route.fulfill({ status: 501, body: '{}' }))
  await enter(page, 'MalariaConf.YoungMale01', '12')
  await enter(page, 'MalariaSusp.YoungMale01', '11')
  await expect(page.getByText('2 values saved.')).toBeVisible()
  await page.getByRole('button', { name: 'Check the report' }).click()
  await expect(page.getByRole('dialog')).toContainText('Checked on this device only')
  await expect(page.getByRole('dialog')).toContainText('Confirmed 12 should be at most Suspected 11')
})

test('comment, mark, history and changes of a value are reached by keyboard', async ({ page }) => {
  await open(page, 'WardSet0001')
  await enter(page, 'Attendance1.PlainOption', '150')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await attendance(page).focus()
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog', { name: 'Outpatients, new' })
  await expect(dialog.getByRole('img', { name: /in the periods before/ })).toBeVisible()
  await expect(dialog.getByRole('row', { name: 'December 2025 150' })).toBeVisible()
  await expect(dialog).toContainText('Usual values lie from 100 to 200.')
  await expect(dialog.getByRole('listitem')).toContainText('matron wrote')
  await dialog.getByLabel('Comment').fill('Market day')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Escape')
  await expect(attendance(page)).toBeFocused()
  await expect(attendance(page)).toHaveAccessibleDescription('Marked for follow-up. Comment: Market day')
  await expect(page.getByText('1 value saved.')).toBeVisible()
  await page.reload()
  await expect(attendance(page)).toHaveAccessibleDescription('Marked for follow-up. Comment: Market day')
})

test('a block of a spreadsheet is pasted, and what finds no field is said', async ({ page }) => {
  await open(page, 'WardSet0001')
  await pasteInto(page, 'MalariaSusp.OldFemale01', '1\t2\t3\r\n4\tmany\r\n5\r\n')
  await expect(field(page, 'MalariaSusp.OldFemale01')).toHaveValue('1')
  await expect(field(page, 'MalariaSusp.OldMale0001')).toHaveValue('2')
  await expect(field(page, 'MalariaConf.OldFemale01')).toHaveValue('4')
  await expect(field(page, 'MalariaConf.OldMale0001')).toHaveValue('')
  const said = page.getByRole('status').filter({ hasText: '3 values pasted.' })
  await expect(said.getByRole('listitem')).toHaveText([
    '“3”: there is no field for it',
    '“many”: does not fit Malaria, confirmed, 5 years and over, Male',
    '“5”: there is no field for it',
  ])
  await expect(page.getByText('3 values saved.')).toBeVisible()
})

test('a custom form keeps its shape and gets our fields; what is hostile in it does nothing', async ({ page }) => {
  const stolen: string[] = []
  page.on('request', (request) => {
    if (/stolen|evil|logout/.test(request.url())) stolen.push(request.url())
  })
  await open(page, 'CustomSet01')
  await expect(page.getByRole('heading', { name: /Month of/ })).toBeVisible()
  await enter(page, 'MalariaConf.YoungFemale', '3')
  await enter(page, 'MalariaConf.YoungMale01', '4')
  await enter(page, 'Attendance1.PlainOption', '155')
  await field(page, 'HasPower001.PlainOption').selectOption('No')
  await expect(page.getByText('4 values saved.')).toBeVisible()
  await expect(page.getByRole('row', { name: /^All/ }).locator('[data-figure]')).toHaveText('7')
  await expect(page.getByRole('row', { name: /^Visits/ }).locator('[data-figure]')).toHaveText('10')
  await expect(field(page, 'MalariaConf.YoungFemale')).toHaveAccessibleName('Malaria, confirmed, Under 5 years, Female')
  await field(page, 'MalariaConf.YoungFemale').focus()
  await page.keyboard.press('ArrowDown')
  await expect(attendance(page)).toBeFocused()

  await expect(page.getByText('They are not run')).toBeVisible()
  await expect(page.getByText('Not in this data set')).toBeVisible()
  await expect(page.getByText('Hidden name')).toHaveCount(0)
  expect(await page.evaluate(() => (window as { broken?: number }).broken)).toBeUndefined()
  expect(stolen).toEqual([])
  const form = page.locator('[data-form]')
  await expect(form.locator('script, iframe, object, svg, form, img, [onclick], [onfocus], a[href]')).toHaveCount(0)
  await expect(form.locator('input[name=password]')).toHaveCount(0)
  // What would cover the page stays in its frame, and its rules too.
  await expect(page.getByRole('heading', { name: 'Data entry' })).toBeVisible()
  const top = await page.evaluate(() => document.elementFromPoint(100, 20)?.closest('header') !== null)
  expect(top).toBe(true)
  await expect(form.getByRole('heading')).toHaveCSS('font-style', 'italic')
})

test('places, shapes, units and texts of a kind each have their control', async ({ page }) => {
  await open(page, 'KindsSet001')
  await enter(page, 'KindPlace01.PlainOption', '-1.28')
  await expect(page.getByText(/Type both: a latitude/)).toBeVisible()
  await enter(page, 'KindPlace01.PlainOption.longitude', '36.82')
  await enter(page, 'KindLetter1.PlainOption', 'B')
  await enter(page, 'KindTime001.PlainOption', '08:30')
  await enter(page, 'KindStamp01.PlainOption', '2026-01-20T09:15')
  await expect(page.getByText('4 values saved.')).toBeVisible()
  await enter(page, 'KindEmail01.PlainOption', 'nobody')
  await expect(field(page, 'KindEmail01.PlainOption')).toHaveAccessibleDescription(/Type an e-mail address/)
  await field(page, 'KindUnit001.PlainOption').click()
  await page.getByLabel('Search by name').fill('baobab')
  await page.getByRole('button', { name: /Baobab/ }).click()
  await expect(field(page, 'KindUnit001.PlainOption')).toHaveText('Baobab Health Centre')
  await page.reload()
  await expect(field(page, 'KindPlace01.PlainOption')).toHaveValue('-1.28')
  await expect(field(page, 'KindPlace01.PlainOption.longitude')).toHaveValue('36.82')
  await expect(field(page, 'KindStamp01.PlainOption')).toHaveValue('2026-01-20T09:15')
  await expect(field(page, 'KindUnit001.PlainOption')).toHaveText('Baobab Health Centre')
})

test('a file is sent, shown and removed; a refusal is said', async ({ page }) => {
  await open(page, 'KindsSet001')
  const file = field(page, 'KindFile001.PlainOption')
  await file.setInputFiles({ name: 'form.txt', mimeType: 'text/plain', buffer: Buffer.from('no') })
  await expect(page.getByText('Only forms as PDF are taken here')).toBeVisible()
  await file.setInputFiles({ name: 'form.pdf', mimeType: 'application/pdf', buffer: Buffer.from('yes') })
  const link = page.getByRole('link', { name: 'Signed form: form.pdf' })
  await expect(link).toHaveAttribute('href', /\/api\/dataValues\/files\?de=KindFile001&co=PlainOption/)
  await page.getByRole('button', { name: 'Remove Signed form' }).click()
  await expect(link).toHaveCount(0)
  await expect(page.getByText('1 value saved.')).toBeVisible()
})

test('the screen opens where the person was last', async ({ page }) => {
  await open(page, 'WardSet0001')
  await expect(attendance(page)).toBeVisible()
  await page.goto('/data-entry')
  await expect(page).toHaveURL(/ds=WardSet0001&ou=ClinicAaa01&pe=202601$/)
  await expect(attendance(page)).toBeVisible()
})

test('a hostile name is only text, also where a dialog says it', async ({ page }) => {
  await open(page, 'KindsSet001')
  await enter(page, 'KindName001.PlainOption', '<b>Well</b>')
  await field(page, 'KindName001.PlainOption').press('Control+Enter')
  await expect(page.getByRole('dialog', { name: /Remarks <img src=x/ })).toBeVisible()
  await expect(page.locator('main img, dialog img, dialog b')).toHaveCount(0)
  expect(await page.evaluate(() => (window as { broken?: number }).broken)).toBeUndefined()
})

test('at 200 % zoom a form is filled in by keyboard, and no field hides behind the bar', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 400 })
  await open(page, 'WardSet0001')
  await field(page, 'MalariaSusp.YoungFemale').focus()
  for (let n = 0; n < 6; n++) {
    await page.keyboard.type(String(10 + n))
    await page.keyboard.press('Enter')
    const seen = await page.evaluate(() => {
      const box = document.activeElement?.getBoundingClientRect()
      return box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === document.activeElement
    })
    expect(seen, `the field after ${n + 1} is seen`).toBe(true)
  }
  await expectNoSidewaysScroll(page)
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoSidewaysScroll(page)
})

for (const look of LOOKS) {
  test(`forms and their dialogs are accessible: ${look.name}`, async ({ page }) => {
    await wear(page, look)
    await open(page, 'WardSet0001')
    await enter(page, 'Attendance1.PlainOption', '500')
    await enter(page, 'MalariaSusp.YoungMale01', '1')
    await enter(page, 'MalariaConf.YoungMale01', '2')
    await pasteInto(page, 'StockDays01.PlainOption', '1\t2')
    await expect(page.locator('[data-form] li, [data-unusual]').first()).toBeVisible()
    // What is scrolled half behind the bar is small there, and not for long.
    await page.evaluate(() => scrollTo(0, 0))
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await attendance(page).press('Control+Enter')
    await expect(page.locator('dialog svg')).toBeVisible()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.locator('main button').last().click()
    await expect(page.locator('dialog li').first()).toBeVisible()
    await expectAccessible(page)
    await page.goto(at('CustomSet01'))
    await expect(attendance(page)).toBeVisible()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.goto(at('KindsSet001'))
    await expect(field(page, 'KindUnit001.PlainOption')).toBeVisible()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  })
}

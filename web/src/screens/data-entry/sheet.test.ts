import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Refusal } from '../../api/refusal'
import { saveValue } from './save'
import { Sheet } from './sheet'

vi.mock('./save', () => ({ saveValue: vi.fn() }))
const save = vi.mocked(saveValue)

const place = { dataSet: 'set', unit: 'unit', period: '202601' }
const stored = (value: string) => ({ dataElement: 'de', categoryOptionCombo: 'coc', value })
const settle = () => vi.waitFor(() => expect(sheet.summary().saving).toBe(0))

let sheet: Sheet

beforeEach(() => {
  save.mockReset()
  save.mockResolvedValue()
  sheet = new Sheet(place)
  sheet.receive([stored('5')])
})

describe('a cell', () => {
  it('is not sent when nothing was changed', () => {
    sheet.commit('de.coc', '5')
    expect(save).not.toHaveBeenCalled()
  })

  it('is sent with what the server had, and marked as saved', async () => {
    sheet.commit('de.coc', '6')
    expect(sheet.cell('de.coc').status).toBe('saving')
    await settle()
    expect(save).toHaveBeenCalledExactlyOnceWith(place, 'de.coc', '6', stored('5'))
    expect(sheet.cell('de.coc')).toMatchObject({ value: '6', status: 'saved' })
  })

  it('sends two values one after the other, and the last one stands', async () => {
    const order: string[] = []
    save.mockImplementation(async (_place, _key, value) => {
      order.push(`send ${value}`)
      await Promise.resolve()
      order.push(`done ${value}`)
    })
    sheet.commit('de.coc', '6')
    sheet.commit('de.coc', '7')
    await settle()
    expect(order).toEqual(['send 6', 'done 6', 'send 7', 'done 7'])
    expect(sheet.cell('de.coc').value).toBe('7')
  })

  it('keeps a refused value, also when the server is read again, until it is saved', async () => {
    save.mockRejectedValueOnce(new Refusal('no-connection', '', 0))
    sheet.commit('de.coc', '6')
    await settle()
    expect(sheet.summary().unsaved).toBe(1)
    sheet.receive([stored('5')])
    expect(sheet.cell('de.coc')).toMatchObject({ value: '6', status: 'unsaved' })
    sheet.saveAgain()
    await settle()
    expect(sheet.cell('de.coc')).toMatchObject({ value: '6', status: 'saved' })
  })

  it('goes back to what the server has without a call', async () => {
    save.mockRejectedValueOnce(new Refusal('refused', 'no', 409))
    sheet.commit('de.coc', '666')
    await settle()
    sheet.commit('de.coc', '5')
    expect(save).toHaveBeenCalledTimes(1)
    expect(sheet.cell('de.coc')).toMatchObject({ value: '5', status: 'idle' })
  })

  it('that does not fit its type counts as unsaved and is not sent again', () => {
    sheet.keepMisfit('de.coc', 'x')
    sheet.saveAgain()
    expect(sheet.summary().unsaved).toBe(1)
    expect(save).not.toHaveBeenCalled()
  })
})

import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Refusal } from '../../api/refusal'
import { Outbox } from '../../outbox/outbox'
import { sendAll } from '../../outbox/send'
import { readAgain, writeCompletion, writeRows } from './save'
import { Sheet } from './sheet'

vi.mock('./save', async (original) => ({ ...(await original<object>()), readAgain: vi.fn(), writeRows: vi.fn(), writeCompletion: vi.fn() }))
const read = vi.mocked(readAgain)
const write = vi.mocked(writeRows)
const markComplete = vi.mocked(writeCompletion)

const place = { dataSet: 'set', unit: 'unit', period: '202601' }
const CELL = 'de.coc'
const stored = (value: string, more: object = {}) => ({ dataElement: 'de', categoryOptionCombo: 'coc', value, ...more })
const row = (value: string) => ({ dataElement: 'de', categoryOptionCombo: 'coc', value })

/** What the server has. */
let server: ReturnType<typeof stored>[]
let outbox: Outbox
let sheet: Sheet

const send = async () => {
  await outbox.settled()
  await sendAll({ outbox, makeSure: () => Promise.resolve() })
  await outbox.settled()
}

beforeEach(() => {
  server = [stored('5')]
  read.mockReset().mockImplementation(() => Promise.resolve({ dataValues: server, lockStatus: 'OPEN', completeStatus: { complete: false } }))
  write.mockReset().mockResolvedValue()
  markComplete.mockReset().mockResolvedValue()
  outbox = new Outbox('me', Promise.resolve(undefined))
  sheet = new Sheet(place, outbox)
  sheet.receive(server)
})

describe('a cell', () => {
  it('is not sent when nothing was changed', async () => {
    sheet.commit(CELL, '5')
    await send()
    expect(read).not.toHaveBeenCalled()
  })

  it('is sent after the server was read again, and marked as saved', async () => {
    sheet.commit(CELL, '6')
    expect(sheet.cell(CELL).status).toBe('saving')
    await send()
    expect(write).toHaveBeenCalledExactlyOnceWith(place, [row('6')])
    expect(sheet.cell(CELL)).toMatchObject({ value: '6', status: 'saved' })
    expect(outbox.standing().all).toBe(0)
  })

  it('typed twice before it is sent is sent once, as it was typed last', async () => {
    sheet.commit(CELL, '6')
    sheet.commit(CELL, '7')
    await send()
    expect(write).toHaveBeenCalledExactlyOnceWith(place, [row('7')])
  })

  it('typed over while it is on its way is sent again, and is no conflict with itself', async () => {
    write.mockImplementationOnce(() => {
      sheet.commit(CELL, '7')
      server = [stored('6')]
      return Promise.resolve()
    })
    sheet.commit(CELL, '6')
    await send()
    expect(sheet.cell(CELL)).toMatchObject({ value: '7', status: 'saving' })
    await send()
    expect(write).toHaveBeenLastCalledWith(place, [row('7')])
    expect(sheet.cell(CELL)).toMatchObject({ value: '7', status: 'saved' })
  })

  it('keeps a refused value, also when the server is read again, until it is saved', async () => {
    write.mockRejectedValueOnce(new Refusal('refused', 'no', 409))
    sheet.commit(CELL, '6')
    await send()
    sheet.receive([stored('5')])
    expect(sheet.cell(CELL)).toMatchObject({ value: '6', status: 'unsaved', refusal: { sentence: 'no' } })
    sheet.saveAgain()
    await send()
    expect(sheet.cell(CELL)).toMatchObject({ value: '6', status: 'saved' })
  })

  it('waits where the server has a problem', async () => {
    write.mockRejectedValueOnce(new Refusal('server', '', 500))
    sheet.commit(CELL, '6')
    await send()
    expect(sheet.cell(CELL)).toMatchObject({ value: '6', status: 'kept' })
    await send()
    expect(sheet.cell(CELL)).toMatchObject({ value: '6', status: 'saved' })
  })

  it('goes back to what the server has without a call', async () => {
    write.mockRejectedValueOnce(new Refusal('refused', 'no', 409))
    sheet.commit(CELL, '666')
    await send()
    sheet.commit(CELL, '5')
    await send()
    expect(write).toHaveBeenCalledTimes(1)
    expect(sheet.cell(CELL)).toMatchObject({ value: '5', status: 'idle' })
    expect(outbox.standing().all).toBe(0)
  })

  it('that does not fit its type counts as unsaved and is not sent', async () => {
    sheet.keepMisfit(CELL, 'x')
    sheet.saveAgain()
    sheet.comment(CELL, 'a word')
    await send()
    expect(sheet.summary().unsaved).toBe(1)
    expect(write).not.toHaveBeenCalled()
  })

  it('keeps its comment and mark when only its value is typed', async () => {
    server = [stored('5', { comment: 'counted twice', followUp: true })]
    sheet.receive(server)
    sheet.commit(CELL, '6')
    await send()
    expect(write).toHaveBeenCalledWith(place, [{ ...row('6'), comment: 'counted twice', followUp: true }])
  })

  it('an answer from before the last value does not bring the old one back', async () => {
    server = [stored('5', { lastUpdated: 'one' })]
    sheet.commit(CELL, '6')
    await send()
    sheet.receive([stored('5', { lastUpdated: 'one' })])
    expect(sheet.cell(CELL).value).toBe('6')
    sheet.receive([stored('5', { lastUpdated: 'two' })])
    expect(sheet.cell(CELL).value).toBe('5')
  })
})

describe('somebody else’s value', () => {
  const someoneWrites = (value: string) => {
    server = [stored(value, { storedBy: 'clerk', lastUpdated: '2026-02-01T08:00:00.000' })]
  }

  it('is not written over: the person is asked', async () => {
    sheet.commit(CELL, '6')
    someoneWrites('9')
    await send()
    expect(write).not.toHaveBeenCalled()
    expect(sheet.cell(CELL)).toMatchObject({ value: '6', status: 'unsaved', theirs: { value: '9', who: 'clerk', when: '2026-02-01T08:00:00.000' } })
  })

  it('gives way when the person insists', async () => {
    sheet.commit(CELL, '6')
    someoneWrites('9')
    await send()
    sheet.insist(CELL)
    await send()
    expect(write).toHaveBeenCalledExactlyOnceWith(place, [row('6')])
    expect(sheet.cell(CELL)).toMatchObject({ value: '6', status: 'saved' })
  })

  it('that comes after the person insisted is asked about again', async () => {
    sheet.commit(CELL, '6')
    someoneWrites('9')
    await send()
    sheet.insist(CELL)
    someoneWrites('10')
    await send()
    expect(sheet.cell(CELL).theirs?.value).toBe('10')
  })

  it('stands when the person gives up theirs', async () => {
    sheet.commit(CELL, '6')
    someoneWrites('9')
    await send()
    sheet.giveUp(CELL)
    await send()
    expect(write).not.toHaveBeenCalled()
    expect(sheet.cell(CELL)).toMatchObject({ value: '9', status: 'idle' })
  })

  it('that is the same is no conflict, and is not sent again', async () => {
    sheet.commit(CELL, '6')
    someoneWrites('6')
    await send()
    expect(write).not.toHaveBeenCalled()
    expect(sheet.cell(CELL)).toMatchObject({ value: '6', status: 'saved' })
  })
})

it('one refused value does not keep the others back', async () => {
  write.mockImplementation((_place, rows) => {
    const refused = rows.some(({ value }) => value === '666')
    return refused ? Promise.reject(new Refusal('refused', 'no', 409)) : Promise.resolve()
  })
  sheet.commit(CELL, '666')
  sheet.commit('other.coc', '1')
  await send()
  expect(sheet.cell(CELL).status).toBe('unsaved')
  expect(sheet.cell('other.coc').status).toBe('saved')
})

describe('a completion', () => {
  it('is sent after the values, and not while one of them is refused', async () => {
    write.mockRejectedValueOnce(new Refusal('refused', 'no', 409))
    sheet.commit(CELL, '6')
    sheet.complete(true)
    await send()
    expect(markComplete).not.toHaveBeenCalled()
    expect(sheet.completion()).toMatchObject({ wanted: true, status: 'saving' })
    sheet.saveAgain()
    await send()
    expect(markComplete).toHaveBeenCalledExactlyOnceWith(place, true)
    expect(sheet.completion().status).toBe('idle')
  })

  it('that the server refuses says why', async () => {
    markComplete.mockRejectedValueOnce(new Refusal('refused', 'compulsory values are missing', 409))
    sheet.complete(true)
    await send()
    expect(sheet.completion()).toMatchObject({ wanted: true, status: 'unsaved', refusal: { sentence: 'compulsory values are missing' } })
  })
})

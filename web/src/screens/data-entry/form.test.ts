import { describe, expect, it } from 'vitest'
import { buildForm } from './form'
import type { DataSet, Metadata } from './metadata'

const named = (id: string) => ({ id, displayName: id })
const element = (id: string, combo: string) => ({ ...named(id), valueType: 'INTEGER', categoryCombo: { id: combo } })

const metadata: Metadata = {
  dataSets: [],
  dataElements: [element('fever', 'age-sex'), element('beds', 'plain'), element('cough', 'age-sex')],
  categoryCombos: [
    { ...named('plain'), name: 'default', categories: ['none'], categoryOptionCombos: [{ ...named('p'), categoryOptions: ['default'] }] },
    {
      ...named('age-sex'),
      name: 'Age and sex',
      categories: ['age', 'sex'],
      // In no order, as the server may send them.
      categoryOptionCombos: [
        { ...named('old-f'), categoryOptions: ['f', 'old'] },
        { ...named('young-m'), categoryOptions: ['young', 'm'] },
        { ...named('young-f'), categoryOptions: ['f', 'young'] },
        { ...named('old-m'), categoryOptions: ['old', 'm'] },
      ],
    },
  ],
  categories: [
    { ...named('none'), categoryOptions: ['default'] },
    { ...named('age'), categoryOptions: ['young', 'old'] },
    { ...named('sex'), categoryOptions: ['f', 'm'] },
  ],
  categoryOptions: ['default', 'young', 'old', 'f', 'm'].map(named),
  optionSets: [],
}

const dataSet: DataSet = {
  ...named('set'),
  periodType: 'Monthly',
  openFuturePeriods: 0,
  categoryCombo: { id: 'plain' },
  dataSetElements: ['fever', 'beds', 'cough'].map((id) => ({ dataElement: { id } })),
  sections: [],
  organisationUnits: [],
}

describe('a default form', () => {
  it('is one table a category combination, with the columns in the order of the categories', () => {
    const [section] = buildForm(metadata, dataSet).sections
    expect(section?.tables.map(({ rows }) => rows.map(({ label }) => label))).toEqual([['beds'], ['cough', 'fever']])
    expect(section?.tables[1]?.rows[0]?.cells.map(({ optionCombo }) => optionCombo)).toEqual(['young-f', 'young-m', 'old-f', 'old-m'])
    expect(section?.tables[1]?.heads).toEqual([
      [
        { label: 'young', span: 2 },
        { label: 'old', span: 2 },
      ],
      ['f', 'm', 'f', 'm'].map((label) => ({ label, span: 1 })),
    ])
    expect(section?.tables[0]?.heads).toEqual([])
  })

  it('takes the combination of the data set element before that of the element', () => {
    const own = { ...dataSet, dataSetElements: [{ dataElement: { id: 'fever' }, categoryCombo: { id: 'plain' } }] }
    expect(buildForm(metadata, own).sections[0]?.tables[0]?.rows[0]?.cells.map(({ key }) => key)).toEqual(['fever.p'])
  })
})

describe('a section form', () => {
  const section = { ...named('s'), sortOrder: 1, dataElements: ['fever', 'beds', 'cough'], greyedFields: [] }
  const grey = { dataElement: { id: 'fever' }, categoryOptionCombo: { id: 'young-m' } }

  it('keeps the order of the sections and greys fields', () => {
    const form = buildForm(metadata, {
      ...dataSet,
      sections: [
        { ...section, ...named('second'), sortOrder: 2 },
        { ...section, greyedFields: [grey] },
      ],
    })
    expect(form.sections.map(({ title }) => title)).toEqual(['s', 'second'])
    expect(form.sections[0]?.tables[0]?.rows[0]?.cells.map((cell) => cell.grey)).toEqual([false, true, false, false])
  })

  it('starts a new table at each change where grouping is switched off', () => {
    const form = buildForm(metadata, { ...dataSet, sections: [{ ...section, disableDataElementAutoGroup: true }] })
    expect(form.sections[0]?.tables).toHaveLength(3)
  })
})

describe('indicators', () => {
  const indicator = (id: string) => ({ ...named(id), numerator: '1', denominator: '1', indicatorType: { factor: 1 } })
  const withIndicators = { ...metadata, indicators: [indicator('in-section'), indicator('beside')] }
  const section = { ...named('s'), sortOrder: 1, dataElements: ['beds'], greyedFields: [], indicators: ['in-section'], displayOptions: '{' }

  it('stand in their section, or at the end', () => {
    const form = buildForm(withIndicators, { ...dataSet, indicators: ['in-section', 'beside', 'gone'], sections: [section] })
    expect(form.sections[0]?.indicators.map(({ id }) => id)).toEqual(['in-section'])
    expect(form.indicators.map(({ id }) => id)).toEqual(['beside'])
  })

  it('come with texts around a section, where these can be read', () => {
    const displayOptions = JSON.stringify({ beforeSectionText: 'Count persons', afterSectionText: 7 })
    const form = buildForm(withIndicators, { ...dataSet, sections: [{ ...section, displayOptions }, section] })
    expect(form.sections.map(({ before, after }) => [before, after])).toEqual([['Count persons', ''], ['', '']])
  })
})

describe('the look of a form', () => {
  const section = { ...named('s'), sortOrder: 1, dataElements: ['fever', 'cough'], greyedFields: [] }

  it('is tabs only where there are several sections', () => {
    const tabbed = { ...dataSet, renderAsTabs: true }
    expect(buildForm(metadata, { ...tabbed, sections: [section] }).tabs).toBeUndefined()
    expect(buildForm(metadata, { ...tabbed, sections: [section, section] }).tabs).toBe('horizontal')
    expect(buildForm(metadata, { ...dataSet, sections: [section, section] }).tabs).toBeUndefined()
    const displayOptions = JSON.stringify({ tabsDirection: 'vertical', customText: { header: 'Form 101', subheader: 7 } })
    const form = buildForm(metadata, { ...tabbed, displayOptions, sections: [section, section] })
    expect([form.tabs, form.header, form.subheader]).toEqual(['vertical', 'Form 101', ''])
  })

  it('exchanges rows and columns without losing a field', () => {
    const plain = buildForm(metadata, { ...dataSet, sections: [section] })
    const pivoted = buildForm(metadata, { ...dataSet, sections: [{ ...section, displayOptions: '{"pivotMode":"pivot"}' }] })
    expect([...pivoted.cells.keys()].sort()).toEqual([...plain.cells.keys()].sort())
    const table = pivoted.sections[0]?.tables[0]
    expect(table?.heads).toEqual([[{ label: 'fever', span: 1 }, { label: 'cough', span: 1 }]])
    expect(table?.rows.map(({ label }) => label)).toEqual(plain.sections[0]?.tables[0]?.rows[0]?.cells.map(({ label }) => label))
  })

  it('moves a category among the rows without losing a field', () => {
    const moved = (pivotedCategory: string) => buildForm(metadata, { ...dataSet, sections: [{ ...section, displayOptions: JSON.stringify({ pivotMode: 'move_categories', pivotedCategory }) }] })
    const rows = (category: string) => moved(category).sections[0]?.tables[0]?.rows.map(({ group, label, cells }) => `${group?.label ?? ''}/${group?.span ?? ''} ${label}: ${cells.map(({ optionCombo, label: head }) => `${head} ${optionCombo}`).join(', ')}`)
    expect(moved('sex').sections[0]?.tables[0]?.heads).toEqual([[{ label: 'young', span: 1 }, { label: 'old', span: 1 }]])
    expect(rows('sex')).toEqual(['fever/2 f: young young-f, old old-f', 'fever/0 m: young young-m, old old-m', 'cough/2 f: young young-f, old old-f', 'cough/0 m: young young-m, old old-m'])
    expect(rows('age')?.[1]).toBe('fever/0 old: f old-f, m old-m')
    const plain = buildForm(metadata, { ...dataSet, sections: [section] })
    expect([...moved('age').cells.keys()].sort()).toEqual([...plain.cells.keys()].sort())
  })

  it('leaves a table as it is where the category to move is not among its own', () => {
    const plain = buildForm(metadata, { ...dataSet, sections: [section] })
    const moved = buildForm(metadata, { ...dataSet, sections: [{ ...section, displayOptions: '{"pivotMode":"move_categories","pivotedCategory":"none"}' }] })
    expect(moved.sections[0]?.tables).toEqual(plain.sections[0]?.tables)
  })
})

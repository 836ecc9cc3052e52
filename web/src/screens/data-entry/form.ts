/** From metadata to a form: sections, tables by category combination, rows by data element, cells by option combo. */
import type { Category, CategoryCombo, DataElement, DataSet, Indicator, Metadata, Operand, OptionSet, Section } from './metadata'
import { isDefault } from './metadata'

export interface Form {
  dataSet: DataSet
  sections: FormSection[]
  /** How the tabs lie that show one section at a time, if there are such. */
  tabs: 'horizontal' | 'vertical' | undefined
  header: string
  subheader: string
  /** Those that stand in no section. */
  indicators: Indicator[]
  /** Every field that can be filled in, by its key. */
  cells: Map<string, FormCell>
  indicatorsById: Map<string, Indicator>
  /** The combination of what has no categories. */
  defaultOptionCombo: string | undefined
}

export interface FormSection {
  id: string
  /** Empty for the one section of a form without sections. */
  title: string
  description: string
  tables: FormTable[]
  indicators: Indicator[]
  rowTotals: boolean
  columnTotals: boolean
  before: string
  after: string
}

export interface FormTable {
  id: string
  /** One line of heads a category; none where the combination is the default. */
  heads: Head[][]
  rows: FormRow[]
  /** The rows are category option combos and the columns data elements. */
  pivoted: boolean
}

export interface Head {
  label: string
  span: number
}

export interface FormRow {
  id: string
  label: string
  /** What it is one of several rows of: said before the first of so many, and by none after it. */
  group?: { label: string; span: number }
  cells: FormCell[]
}

export interface FormCell {
  /** `<data element>.<category option combo>` */
  key: string
  dataElement: string
  optionCombo: string
  /** Names the column, empty where there is only one. */
  label: string
  /** The whole name of the field, for those who do not see its row and column. */
  name: string
  valueType: string
  optionSet: OptionSet | undefined
  grey: boolean
  compulsory: boolean
}

interface Shelves {
  elements: Map<string, DataElement>
  combos: Map<string, CategoryCombo>
  categories: Map<string, Category>
  options: Map<string, string>
  optionSets: Map<string, OptionSet>
}

export function buildForm(metadata: Metadata, dataSet: DataSet): Form {
  const shelves = shelve(metadata)
  const comboOf = new Map(dataSet.dataSetElements.map(({ dataElement, categoryCombo }) => [dataElement.id, categoryCombo?.id]))
  const compulsory = new Set((dataSet.compulsoryDataElementOperands ?? []).map(operandKey))
  const tablesOf = (id: string, elements: string[], grey: Set<string>, { grouped, turn }: { grouped: boolean; turn: (table: FormTable, combo: CategoryCombo | undefined) => FormTable }) => {
    const members = elements.flatMap((element) => shelves.elements.get(element) ?? [])
    const groups = groupByCombo(members, (element) => comboOf.get(element.id) ?? element.categoryCombo.id, grouped)
    return groups
      .map((group, index) => {
        const combo = shelves.combos.get(group.combo)
        return { combo, table: buildTable(`${id}-${index}`, combo, group.members, { shelves, grey, compulsory }) }
      })
      .filter(({ table }) => table.rows.length > 0)
      .map(({ combo, table }) => turn(table, combo))
  }
  const indicatorsById = new Map((metadata.indicators ?? []).map((indicator) => [indicator.id, indicator]))
  const pick = (ids: string[] = []) => ids.flatMap((id) => indicatorsById.get(id) ?? [])
  const ordered = [...dataSet.sections].sort((one, other) => one.sortOrder - other.sortOrder)
  const sections = ordered.map((section) => ({
    ...heading(section),
    indicators: pick(section.indicators),
    tables: tablesOf(section.id, section.dataElements, new Set(section.greyedFields.map(operandKey)), {
      grouped: !section.disableDataElementAutoGroup,
      turn: turnOf(section, shelves),
    }),
  }))
  if (sections.length === 0) {
    const ids = dataSet.dataSetElements.map(({ dataElement }) => dataElement.id)
    const byName = ids.sort((one, other) => nameOf(shelves.elements.get(one)).localeCompare(nameOf(shelves.elements.get(other))))
    sections.push({ ...NO_HEADING, id: dataSet.id, tables: tablesOf(dataSet.id, byName, new Set(), { grouped: true, turn: (table) => table }) })
  }
  const inSections = new Set(sections.flatMap(({ indicators }) => indicators))
  const indicators = pick(dataSet.indicators).filter((indicator) => !inSections.has(indicator))
  return {
    dataSet,
    sections,
    ...looks(dataSet, sections.length),
    indicators,
    cells: cellsOf(sections),
    indicatorsById,
    defaultOptionCombo: defaultOptionCombo(metadata),
  }
}

function looks({ displayOptions, renderAsTabs }: DataSet, sections: number): Pick<Form, 'tabs' | 'header' | 'subheader'> {
  const { tabsDirection, customText } = optionsIn(displayOptions)
  const texts = (typeof customText === 'object' && customText !== null ? customText : {}) as Options
  const direction = tabsDirection === 'vertical' ? 'vertical' : 'horizontal'
  return { tabs: renderAsTabs && sections > 1 ? direction : undefined, header: text(texts.header), subheader: text(texts.subheader) }
}

function defaultOptionCombo(metadata: Metadata): string | undefined {
  return metadata.categoryCombos.find(isDefault)?.categoryOptionCombos?.[0]?.id
}

const NO_HEADING = { title: '', description: '', indicators: [] as Indicator[], rowTotals: false, columnTotals: false, before: '', after: '' }

function heading(section: Section) {
  const { beforeSectionText, afterSectionText } = optionsIn(section.displayOptions)
  return {
    id: section.id,
    title: section.displayName,
    description: section.description ?? '',
    rowTotals: section.showRowTotals ?? false,
    columnTotals: section.showColumnTotals ?? false,
    before: text(beforeSectionText),
    after: text(afterSectionText),
  }
}

type Options = Record<string, unknown>

/** Whoever wrote the options may have written anything. */
function optionsIn(displayOptions: string | undefined): Options {
  try {
    return (JSON.parse(displayOptions ?? '{}') as Options | null) ?? {}
  } catch {
    return {}
  }
}

const text = (one: unknown) => (typeof one === 'string' ? one : '')

/** The fields of some sections that can be filled in, by their key. */
export function cellsOf(sections: FormSection[]): Map<string, FormCell> {
  const all = sections.flatMap(({ tables }) => tables).flatMap(({ rows }) => rows).flatMap(({ cells }) => cells)
  return new Map(all.filter(({ grey }) => !grey).map((cell) => [cell.key, cell]))
}

function nameOf(element: DataElement | undefined): string {
  return element?.displayFormName ?? element?.displayName ?? ''
}

export function operandKey(operand: Operand): string {
  return `${operand.dataElement.id}.${operand.categoryOptionCombo?.id ?? ''}`
}

function shelve(metadata: Metadata): Shelves {
  const byId = <T extends { id: string }>(list: T[]) => new Map(list.map((one) => [one.id, one]))
  return {
    elements: byId(metadata.dataElements),
    combos: byId(metadata.categoryCombos),
    categories: byId(metadata.categories),
    options: new Map(metadata.categoryOptions.map(({ id, displayFormName, displayName }) => [id, displayFormName ?? displayName])),
    optionSets: byId(metadata.optionSets),
  }
}

/** Grouped: one table a combination, in order of first appearance. Otherwise a new table whenever it changes. */
function groupByCombo(elements: DataElement[], comboOf: (element: DataElement) => string, grouped: boolean) {
  const groups: { combo: string; members: DataElement[] }[] = []
  for (const element of elements) {
    const combo = comboOf(element)
    const last = grouped ? groups.find((group) => group.combo === combo) : groups.at(-1)
    if (last?.combo === combo) last.members.push(element)
    else groups.push({ combo, members: [element] })
  }
  return groups
}

interface Rules {
  shelves: Shelves
  grey: Set<string>
  compulsory: Set<string>
}

function buildTable(id: string, combo: CategoryCombo | undefined, members: DataElement[], { shelves, grey, compulsory }: Rules): FormTable {
  if (!combo) return { id, heads: [], rows: [], pivoted: false }
  const columns = columnsOf(combo, shelves)
  const rows = members.map((element) => ({
    id: element.id,
    label: nameOf(element),
    cells: columns.map(({ optionCombo, label }): FormCell => {
      const key = `${element.id}.${optionCombo}`
      return {
        key,
        dataElement: element.id,
        optionCombo,
        label,
        name: [nameOf(element), label].filter(Boolean).join(', '),
        valueType: element.valueType,
        optionSet: element.optionSet && shelves.optionSets.get(element.optionSet.id),
        // A grey field without an option combo greys the whole row.
        grey: grey.has(key) || grey.has(`${element.id}.`),
        compulsory: compulsory.has(key),
      }
    }),
  }))
  return { id, heads: isDefault(combo) ? [] : headsOf(combo, shelves), rows, pivoted: false }
}

/** How a section wants its tables: as they are, with rows and columns exchanged, or with one category among the rows. */
function turnOf({ displayOptions }: Section, shelves: Shelves): (table: FormTable, combo: CategoryCombo | undefined) => FormTable {
  const { pivotMode, pivotedCategory } = optionsIn(displayOptions)
  if (pivotMode === 'pivot') return pivot
  if (pivotMode !== 'move_categories') return (table) => table
  return (table, combo) => (combo ? moveCategory(table, combo, text(pivotedCategory), shelves) : table)
}

/** A row an option of one category in each data element; the columns are what the other categories leave. */
function moveCategory(table: FormTable, combo: CategoryCombo, category: string, shelves: Shelves): FormTable {
  const lists = optionsOf(combo, shelves)
  const at = combo.categories.indexOf(category)
  const width = lists.reduce((product, list) => product * list.length, 1)
  // Without other categories there would be no columns; with a combination that does not exist they would not stand in line.
  if (at < 0 || lists.length < 2 || table.rows.some(({ cells }) => cells.length !== width)) return table
  const moved = lists[at] ?? []
  const inner = lists.slice(at + 1).reduce((product, list) => product * list.length, 1)
  const optionAt = (column: number) => Math.floor(column / inner) % moved.length
  const others = { ...combo, categories: combo.categories.filter((one) => one !== category) }
  const labels = productOf(optionsOf(others, shelves)).map((options) => options.map((option) => shelves.options.get(option) ?? option).join(', '))
  const rows = table.rows.flatMap((row) =>
    moved.map((option, index) => ({
      id: `${row.id}-${option}`,
      label: shelves.options.get(option) ?? option,
      group: { label: row.label, span: index === 0 ? moved.length : 0 },
      cells: row.cells.filter((_, column) => optionAt(column) === index).map((cell, column) => ({ ...cell, label: labels[column] ?? '' })),
    })),
  )
  return { ...table, heads: headsOf(others, shelves), rows }
}

/** The same fields with rows and columns exchanged. */
function pivot({ id, rows }: FormTable): FormTable {
  const combos = rows[0]?.cells ?? []
  return {
    id,
    heads: [rows.map(({ label }) => ({ label, span: 1 }))],
    rows: combos.map(({ optionCombo, label }, at) => ({
      id: optionCombo,
      label,
      cells: rows.flatMap((row) => row.cells.slice(at, at + 1).map((cell) => ({ ...cell, label: row.label }))),
    })),
    pivoted: true,
  }
}

/** The option lists of the combination's categories, in order. */
function optionsOf(combo: CategoryCombo, shelves: Shelves): string[][] {
  return combo.categories.map((id) => shelves.categories.get(id)?.categoryOptions ?? [])
}

/** The product of the categories, in the order of a form; an option combo that does not exist leaves no column. */
function columnsOf(combo: CategoryCombo, shelves: Shelves) {
  const byOptions = new Map((combo.categoryOptionCombos ?? []).map(({ id, categoryOptions }) => [setKey(categoryOptions), id]))
  return productOf(optionsOf(combo, shelves)).flatMap((options) => {
    const optionCombo = byOptions.get(setKey(options))
    const label = isDefault(combo) ? '' : options.map((option) => shelves.options.get(option) ?? option).join(', ')
    return optionCombo === undefined ? [] : [{ optionCombo, label }]
  })
}

/** Every way to take one of each list, the last list changing fastest. */
function productOf(lists: string[][]): string[][] {
  return lists.reduce<string[][]>((ways, list) => ways.flatMap((way) => list.map((one) => [...way, one])), [[]])
}

function headsOf(combo: CategoryCombo, shelves: Shelves): Head[][] {
  const lists = optionsOf(combo, shelves)
  return lists.map((options, level) => {
    const span = lists.slice(level + 1).reduce((product, list) => product * list.length, 1)
    const repeat = lists.slice(0, level).reduce((product, list) => product * list.length, 1)
    const line = options.map((option) => ({ label: shelves.options.get(option) ?? option, span }))
    return Array.from({ length: repeat }, () => line).flat()
  })
}

export function setKey(options: string[]): string {
  return [...options].sort().join(';')
}

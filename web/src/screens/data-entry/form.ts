/** From metadata to a form: sections, tables by category combination, rows by data element, cells by option combo. */
import type { Category, CategoryCombo, DataElement, DataSet, Metadata, OptionSet, Section } from './metadata'
import { isDefault } from './metadata'

export interface Form {
  sections: FormSection[]
}

export interface FormSection {
  id: string
  /** Empty for the one section of a form without sections. */
  title: string
  description: string
  tables: FormTable[]
}

export interface FormTable {
  id: string
  /** One line of heads a category; none where the combination is the default. */
  heads: Head[][]
  rows: FormRow[]
}

export interface Head {
  label: string
  span: number
}

export interface FormRow {
  element: DataElement
  label: string
  cells: FormCell[]
}

export interface FormCell {
  /** `<data element>.<category option combo>` */
  key: string
  dataElement: string
  optionCombo: string
  /** Names the column, empty where there is only one. */
  label: string
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
  const build = (section: Omit<FormSection, 'tables'>, ids: string[], grey: Set<string>, grouped: boolean): FormSection => {
    const elements = ids.flatMap((id) => shelves.elements.get(id) ?? [])
    const groups = groupByCombo(elements, (element) => comboOf.get(element.id) ?? element.categoryCombo.id, grouped)
    const tables = groups.map(({ combo, members }, index) =>
      buildTable(`${section.id}-${index}`, shelves.combos.get(combo), members, { shelves, grey, compulsory }),
    )
    return { ...section, tables: tables.filter(({ rows }) => rows.length > 0) }
  }
  if (dataSet.sections.length > 0) {
    const ordered = [...dataSet.sections].sort((one, other) => one.sortOrder - other.sortOrder)
    return {
      sections: ordered.map((section) =>
        build(heading(section), section.dataElements, new Set(section.greyedFields.map(operandKey)), !section.disableDataElementAutoGroup),
      ),
    }
  }
  const ids = dataSet.dataSetElements.map(({ dataElement }) => dataElement.id)
  const byName = ids.sort((one, other) => nameOf(shelves.elements.get(one)).localeCompare(nameOf(shelves.elements.get(other))))
  return { sections: [build({ id: dataSet.id, title: '', description: '' }, byName, new Set(), true)] }
}

function heading(section: Section) {
  return { id: section.id, title: section.displayName, description: section.description ?? '' }
}

function nameOf(element: DataElement | undefined): string {
  return element?.displayFormName ?? element?.displayName ?? ''
}

function operandKey(operand: { dataElement: { id: string }; categoryOptionCombo?: { id: string } }): string {
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
  if (!combo) return { id, heads: [], rows: [] }
  const columns = columnsOf(combo, shelves)
  const rows = members.map((element) => ({
    element,
    label: nameOf(element),
    cells: columns.map(({ optionCombo, label }): FormCell => {
      const key = `${element.id}.${optionCombo}`
      return {
        key,
        dataElement: element.id,
        optionCombo,
        label,
        valueType: element.valueType,
        optionSet: element.optionSet && shelves.optionSets.get(element.optionSet.id),
        // A grey field without an option combo greys the whole row.
        grey: grey.has(key) || grey.has(`${element.id}.`),
        compulsory: compulsory.has(key),
      }
    }),
  }))
  return { id, heads: isDefault(combo) ? [] : headsOf(combo, shelves), rows }
}

/** The option lists of the combination's categories, in order. */
function optionsOf(combo: CategoryCombo, shelves: Shelves): string[][] {
  return combo.categories.map((id) => shelves.categories.get(id)?.categoryOptions ?? [])
}

/** The product of the categories, in the order of a form; an option combo that does not exist leaves no column. */
function columnsOf(combo: CategoryCombo, shelves: Shelves) {
  const byOptions = new Map((combo.categoryOptionCombos ?? []).map(({ id, categoryOptions }) => [setKey(categoryOptions), id]))
  let product: string[][] = [[]]
  for (const options of optionsOf(combo, shelves)) product = product.flatMap((left) => options.map((option) => [...left, option]))
  return product.flatMap((options) => {
    const optionCombo = byOptions.get(setKey(options))
    const label = isDefault(combo) ? '' : options.map((option) => shelves.options.get(option) ?? option).join(', ')
    return optionCombo === undefined ? [] : [{ optionCombo, label }]
  })
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

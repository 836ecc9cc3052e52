import { queryOptions } from '@tanstack/react-query'
import { getKept } from '../../api/kept'

/** What `GET /api/dataEntry/metadata` tells about the forms, as far as this screen reads it. */
export interface Metadata {
  dataSets: DataSet[]
  dataElements: DataElement[]
  categoryCombos: CategoryCombo[]
  categories: Category[]
  categoryOptions: Named[]
  optionSets: OptionSet[]
  indicators?: Indicator[]
}

interface Reference {
  id: string
}

interface Named extends Reference {
  displayName: string
  displayFormName?: string
}

export interface Operand {
  dataElement: Reference
  categoryOptionCombo?: Reference
}

export interface DataSet extends Named {
  periodType: string
  openFuturePeriods: number
  categoryCombo: Reference
  dataSetElements: { dataElement: Reference; categoryCombo?: Reference }[]
  sections: Section[]
  /** The units that report it, as far as the person may enter data there. */
  organisationUnits: string[]
  formType?: 'DEFAULT' | 'SECTION' | 'CUSTOM' | 'SECTION_MULTIORG'
  compulsoryDataElementOperands?: Operand[]
  /** Without its compulsory values, or against a rule, the report cannot be marked complete. */
  compulsoryFieldsCompleteOnly?: boolean
  validCompleteOnly?: boolean
  /** An element that has a value in one field must have one in each. */
  fieldCombinationRequired?: boolean
  /** One section at a time is shown. */
  renderAsTabs?: boolean
  /** JSON: `customText` with `header` and `subheader`, `tabsDirection`. */
  displayOptions?: string
  /** Where there is a form of somebody's own design. */
  dataEntryForm?: Reference
  indicators?: string[]
  dataInputPeriods?: { period: Reference; openingDate?: string; closingDate?: string }[]
}

export interface Section extends Named {
  description?: string
  sortOrder: number
  dataElements: string[]
  greyedFields: Operand[]
  indicators?: string[]
  showRowTotals?: boolean
  showColumnTotals?: boolean
  /** JSON: `beforeSectionText`, `afterSectionText`, `pivotMode`. */
  displayOptions?: string
  /** Keep the order of the elements, even where that repeats column heads. */
  disableDataElementAutoGroup?: boolean
}

export interface DataElement extends Named {
  valueType: string
  description?: string
  categoryCombo: Reference
  optionSet?: Reference
}

export interface Indicator extends Named {
  numerator: string
  denominator: string
  /** The formulas with those of other indicators put in. */
  explodedNumerator?: string
  explodedDenominator?: string
  indicatorType: { factor: number }
  annualized?: boolean
  decimals?: number
}

export interface CategoryCombo extends Named {
  name: string
  categories: string[]
  categoryOptionCombos?: { id: string; displayName: string; categoryOptions: string[] }[]
}

export interface Category extends Named {
  categoryOptions: string[]
}

export interface OptionSet extends Reference {
  valueType: string
  options: { id: string; code: string; displayName: string }[]
}

/** The combination of what is not disaggregated; its name is the same in every DHIS2 database. */
export function isDefault(combo: CategoryCombo): boolean {
  return combo.name === 'default'
}

export const FORMS = 'dataEntry/metadata'

/** Where the page of HTML is that somebody wrote for a data set. */
export const customFormPath = (dataSet: string) => `dataEntry/customForms/${dataSet}`

export const metadataQuery = queryOptions({
  queryKey: ['data-entry', 'metadata'],
  queryFn: (context) => getKept<Metadata>(FORMS, {}, context),
})

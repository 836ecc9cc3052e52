import { setKey } from './form'
import type { CategoryCombo, DataSet, Metadata } from './metadata'
import { isDefault } from './metadata'
import type { EntryPlace } from './values'

/** The data set's own category combination, where it is not the default. */
export function attributeCombo(metadata: Metadata, dataSet: DataSet): CategoryCombo | undefined {
  const combo = metadata.categoryCombos.find(({ id }) => id === dataSet.categoryCombo.id)
  return combo && isDefault(combo) ? undefined : combo
}

/** One chosen option a category, in their order; an empty text where none is chosen yet. */
export function chosenOptions(metadata: Metadata, combo: CategoryCombo, cp: string | undefined): string[] {
  const chosen = cp?.split(';') ?? []
  return combo.categories.map((id) => {
    const options = metadata.categories.find((category) => category.id === id)?.categoryOptions ?? []
    return chosen.find((option) => options.includes(option)) ?? ''
  })
}

export function attributeOf(metadata: Metadata, dataSet: DataSet, cp: string | undefined): EntryPlace['attribute'] | 'incomplete' {
  const combo = attributeCombo(metadata, dataSet)
  if (!combo) return undefined
  const options = chosenOptions(metadata, combo, cp)
  const wanted = setKey(options)
  const found = combo.categoryOptionCombos?.find(({ categoryOptions }) => setKey(categoryOptions) === wanted)
  return found && !options.includes('') ? { combo: combo.id, options, optionCombo: found.id } : 'incomplete'
}

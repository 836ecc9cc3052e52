import type { Room } from './language'
import type { Language } from './languages'

const files = import.meta.glob<Record<string, string>>('../messages/*/*.json', { import: 'default' })

/** The words of one room in one language, from a file of their own. */
export async function wordsOf(language: Language, room: Room): Promise<Record<string, string>> {
  return (await files[`../messages/${language}/${room}.json`]?.()) ?? {}
}

import type { Language } from '../../language/languages'
import { dateLocale } from '../../language/languages'

/** A moment, in milliseconds since 1970, as the clock on the wall shows it. */
export function timeOf(moment: number, language: Language): string {
  return new Intl.DateTimeFormat(dateLocale(language), { timeStyle: 'short' }).format(moment)
}

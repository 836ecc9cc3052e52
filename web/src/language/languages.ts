/** The languages of the UI. A new one is a line here and a folder in `messages/`. */
export const LANGUAGES = [
  { code: 'en', name: 'English', direction: 'ltr' },
  { code: 'fr', name: 'Français', direction: 'ltr' },
  { code: 'ar', name: 'العربية', direction: 'rtl' },
] as const

export type Language = (typeof LANGUAGES)[number]['code']

/** The first of the wanted languages (`fr-CM`, `ar_EG`) that the UI speaks. */
export function bestLanguage(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const code = tag?.split(/[-_]/)[0]?.toLowerCase()
    const found = LANGUAGES.find((language) => language.code === code)
    if (found) return found.code
  }
  return 'en'
}

export function directionOf(code: string): 'ltr' | 'rtl' {
  return LANGUAGES.find((language) => language.code === code)?.direction ?? 'ltr'
}

/** Numbers are written with Latin digits in every language: that is what people type into a form. */
export function numberLocale(language: string): string {
  return `${language}-u-nu-latn`
}

/** Days come before months: English is that of the countries that report, not that of the United States. */
export function dateLocale(language: string): string {
  return numberLocale(language === 'en' ? 'en-GB' : language)
}

import { chooseLanguage, useLanguage, useWords } from '../language/language'
import { bestLanguage, LANGUAGES } from '../language/languages'
import { SelectField } from './field'

export function LanguageField() {
  const language = useLanguage()
  const t = useWords('shell')
  return (
    <SelectField
      label={t('language')}
      value={language}
      onChange={(event) => void chooseLanguage(bestLanguage([event.target.value]))}
    >
      {LANGUAGES.map(({ code, name }) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}

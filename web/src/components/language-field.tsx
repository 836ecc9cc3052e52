import { post } from '../api/client'
import { chooseLanguage, useLanguage, useWords } from '../language/language'
import { bestLanguage, LANGUAGES } from '../language/languages'
import { whoIsIn } from '../session/session'
import { SelectField } from './field'

export function LanguageField() {
  const language = useLanguage()
  const t = useWords('shell')
  return (
    <SelectField
      label={t('language')}
      value={language}
      onChange={(event) => choose(event.target.value)}
    >
      {LANGUAGES.map(({ code, name }) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}

/** For this device at once, and for e-mails and other devices by way of the server, should it be there. */
function choose(code: string) {
  void chooseLanguage(bestLanguage([code]))
  if (whoIsIn()) void post(`userSettings/keyUiLocale?value=${code}`, {}).catch(() => undefined)
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, post } from '../../api/client'
import { SelectField } from '../../components/field'
import { LanguageField } from '../../components/language-field'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { useWords } from '../../language/language'
import { ThemeChoice } from '../../shell/theme-choice'
import styles from '../profile/profile.module.css'

export interface UserSettings {
  keyDbLocale?: string
  keyAnalysisDisplayProperty?: string
  keyMessageEmailNotification?: boolean
  keyMessageSmsNotification?: boolean
}

/** Each setting is saved when it is changed. */
export function OwnSettings({ settings }: { settings: UserSettings }) {
  const t = useWords('account')
  const client = useQueryClient()
  const { data: locales } = useQuery({
    queryKey: ['settings', 'locales'],
    queryFn: ({ signal }) => get<{ locale: string; name: string }[]>('locales/db', {}, signal),
  })
  const save = useMutation({
    mutationFn: ({ key, value }: { key: keyof UserSettings; value: string }) => post(`userSettings/${key}?value=${encodeURIComponent(value)}`, {}),
    // Names are in another language now: all that was loaded is asked for anew.
    onSuccess: () => client.invalidateQueries(),
  })
  const current = settings.keyDbLocale ?? ''
  const choices = locales ?? (current ? [{ locale: current, name: current }] : [])
  return (
    <section className={styles.part} aria-labelledby="own">
      <h2 id="own">{t('own')}</h2>
      <LanguageField />
      <SelectField label={t('names')} help={t('names.help')} value={current} onChange={(event) => save.mutate({ key: 'keyDbLocale', value: event.target.value })}>
        {!choices.some(({ locale }) => locale === current) && <option value={current}>{current || t('names.same')}</option>}
        {choices.map(({ locale, name }) => (
          <option key={locale} value={locale}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField label={t('property')} value={settings.keyAnalysisDisplayProperty ?? 'name'} onChange={(event) => save.mutate({ key: 'keyAnalysisDisplayProperty', value: event.target.value })}>
        <option value="name">{t('property.name')}</option>
        <option value="shortName">{t('property.shortName')}</option>
      </SelectField>
      <ThemeChoice />
      <Check label={t('mail')} checked={settings.keyMessageEmailNotification === true} onChange={(on) => save.mutate({ key: 'keyMessageEmailNotification', value: String(on) })} />
      <Check label={t('sms')} checked={settings.keyMessageSmsNotification === true} onChange={(on) => save.mutate({ key: 'keyMessageSmsNotification', value: String(on) })} />
      {save.error && <TroubleNotice error={save.error} />}
      {save.isSuccess && <Notice kind="good">{t('saved')}</Notice>}
    </section>
  )
}

function Check({ label, checked, onChange }: { label: string; checked: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className={styles.check}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  )
}

import { useQuery } from '@tanstack/react-query'
import { get } from '../../api/client'
import { LanguageField } from '../../components/language-field'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { Page } from '../../shell/page'
import { PasswordForm } from './password-form'
import styles from './profile.module.css'
import type { ProfileData } from './who-form'
import { WhoForm } from './who-form'

const STEPS = ['NOT_ENABLED', 'TOTP_ENABLED', 'EMAIL_ENABLED'] as const

export function Profile() {
  const t = useWords('account')
  const { data, error, refetch } = useQuery({
    queryKey: ['profile'],
    queryFn: ({ signal }) => get<ProfileData>('me', { fields: 'username,firstName,surname,email,phoneNumber,twoFactorType' }, signal),
  })
  const step = STEPS.find((one) => one === data?.twoFactorType) ?? 'other'
  return (
    <Page title={t('profile')}>
      {error && <TroubleNotice error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && (
        <div className={styles.parts}>
          <WhoForm profile={data} />
          <PasswordForm username={data.username} />
          <section className={styles.part} aria-labelledby="second-step">
            <h2 id="second-step">{t('second-step')}</h2>
            <p>{t(`second-step.${step}`)}</p>
            <LanguageField />
          </section>
        </div>
      )}
    </Page>
  )
}

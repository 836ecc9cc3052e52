import { useQuery } from '@tanstack/react-query'
import { get } from '../../api/client'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { Page } from '../../shell/page'
import { AddressPart } from './address-part'
import { PasswordForm } from './password-form'
import styles from './profile.module.css'
import { SecondStep } from './second-step'
import type { ProfileData } from './who-form'
import { WhoForm } from './who-form'

export function Profile() {
  const t = useWords('account')
  const { data, error, refetch } = useQuery({
    queryKey: ['profile'],
    queryFn: ({ signal }) => get<ProfileData>('me', { fields: 'username,firstName,surname,email,emailVerified,phoneNumber,twoFactorType' }, signal),
    // The link of a letter opens elsewhere: whoever comes back sees what it did.
    refetchOnWindowFocus: 'always',
  })
  return (
    <Page title={t('profile')}>
      {error && <TroubleNotice error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && (
        <div className={styles.parts}>
          <WhoForm profile={data} />
          <PasswordForm username={data.username} />
          <div className={styles.column}>
            <AddressPart profile={data} />
            <SecondStep profile={data} />
          </div>
        </div>
      )}
    </Page>
  )
}

import { useQuery } from '@tanstack/react-query'
import { get } from '../../api/client'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { Page } from '../../shell/page'
import profile from '../profile/profile.module.css'
import { MinistrySettings } from './ministry-settings'
import type { UserSettings } from './own-settings'
import { OwnSettings } from './own-settings'

interface Answer {
  authorities: string[]
  settings: UserSettings
}

const MANAGERS = ['ALL', 'F_SYSTEM_SETTING']

export function Settings() {
  const t = useWords('account')
  const { data, error, refetch } = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => get<Answer>('me', { fields: 'authorities,settings' }, signal),
  })
  return (
    <Page title={t('settings')}>
      {error && <TroubleNotice error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && (
        <div className={profile.parts}>
          <OwnSettings settings={data.settings} />
          {data.authorities.some((one) => MANAGERS.includes(one)) && <MinistrySettings />}
        </div>
      )}
    </Page>
  )
}

import { useQuery } from '@tanstack/react-query'
import { get } from '../../api/client'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { useMay } from '../../session/me'
import { Page } from '../../shell/page'
import profile from '../profile/profile.module.css'
import { MinistrySettings } from './ministry-settings'
import type { UserSettings } from './own-settings'
import { OwnSettings } from './own-settings'

interface Answer {
  settings: UserSettings
}

export function Settings() {
  const t = useWords('account')
  const manages = useMay('F_SYSTEM_SETTING')
  const { data, error, refetch } = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => get<Answer>('me', { fields: 'settings' }, signal),
  })
  return (
    <Page title={t('settings')}>
      {error && <TroubleNotice error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && (
        <div className={profile.parts}>
          <OwnSettings settings={data.settings} />
          {manages && <MinistrySettings />}
        </div>
      )}
    </Page>
  )
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { get, post } from '../../api/client'
import { Refusal } from '../../api/refusal'
import { Button } from '../../components/button'
import { Notice } from '../../components/notice'
import { takeFocus } from '../../components/take-focus'
import { TroubleNotice } from '../../components/trouble'
import { useWords } from '../../language/language'
import { AccountProblem, codeOf } from './account-problem'
import { AppKey } from './app-key'
import { CodeForm } from './code-form'
import styles from './profile.module.css'
import type { ProfileData } from './who-form'

type Way = 'app' | 'mail' | 'off'

export interface Key {
  base32Secret: string
  /** A PNG. */
  base64QRImage: string
}

/** What comes before the code is typed; an app's key comes with it. */
async function begin(way: Way, byMail: boolean): Promise<Key | undefined> {
  if (way === 'app') {
    await post('2fa/enrollTOTP2FA', {})
    return get<Key>('2fa/qrCodeJson')
  }
  if (way === 'mail') await post('2fa/enrollEmail2FA', {})
  // Without a code, the server sends one, and says so as a refusal.
  else if (byMail) await post('2fa/disable', {}).catch((error: unknown) => {
    if (!(error instanceof Refusal) || codeOf(error) !== 'E3051') throw error
  })
  return undefined
}

/** Whether a code is asked for beside the password, how one comes to it and how one leaves it. */
export function SecondStep({ profile }: { profile: ProfileData }) {
  const t = useWords('account')
  const client = useQueryClient()
  const heading = useRef<HTMLHeadingElement>(null)
  const [became, setBecame] = useState<'is-on' | 'is-off'>()
  const byMail = profile.twoFactorType === 'EMAIL_ENABLED'
  const isOn = byMail || profile.twoFactorType === 'TOTP_ENABLED'
  const started = useMutation({ mutationFn: async (way: Way) => ({ way, key: await begin(way, byMail) }) })
  const { way, key } = started.data ?? {}
  const open = (next: Way) => {
    setBecame(undefined)
    started.mutate(next)
  }
  const done = async () => {
    await client.invalidateQueries({ queryKey: ['profile'] })
    setBecame(way === 'off' ? 'is-off' : 'is-on')
    started.reset()
  }
  const cancel = () => {
    started.reset()
    heading.current?.focus()
  }
  return (
    <section className={styles.part} aria-labelledby="second-step">
      <h2 ref={heading} id="second-step" tabIndex={-1}>
        {t('second-step')}
      </h2>
      {!way && <p>{t(byMail ? 'second-step.mail-on' : isOn ? 'second-step.app-on' : 'second-step.none')}</p>}
      {became && (
        <Notice kind="good" takesFocus>
          {t(`second-step.${became}`)}
        </Notice>
      )}
      {started.error && <AccountProblem error={started.error} />}
      {!way && !isOn && <Ways confirmed={profile.emailVerified === true} busy={started.isPending} onChoose={open} />}
      {!way && isOn && (
        <Button aria-disabled={started.isPending} onClick={() => started.isPending || open('off')}>
          {t('second-step.off')}
        </Button>
      )}
      {way && (
        <>
          <h3 ref={takeFocus} tabIndex={-1}>
            {t(`second-step.${way}`)}
          </h3>
          {key && <AppKey appKey={key.base32Secret} picture={key.base64QRImage} username={profile.username} />}
          <CodeForm
            help={way === 'mail' || byMail ? t('code.mail') : t('code.app')}
            action={t(way === 'off' ? 'second-step.off' : 'second-step.on')}
            send={(code) => post(way === 'off' ? '2fa/disable' : '2fa/enable', { code })}
            onDone={done}
            onCancel={cancel}
          />
        </>
      )}
    </section>
  )
}

interface Methods {
  totp2faEnabled: boolean
  email2faEnabled: boolean
}

/** What this server offers. */
function Ways({ confirmed, busy, onChoose }: { confirmed: boolean; busy: boolean; onChoose: (way: Way) => void }) {
  const t = useWords('account')
  const { data, error, refetch } = useQuery({ queryKey: ['second-steps'], queryFn: ({ signal }) => get<Methods>('configuration/twoFactorMethods', {}, signal) })
  if (error) return <TroubleNotice error={error} again={() => void refetch()} />
  if (!data) return null
  if (!data.totp2faEnabled && !data.email2faEnabled) return <p>{t('second-step.nowhere')}</p>
  return (
    <>
      {data.totp2faEnabled && (
        <Button aria-disabled={busy} onClick={() => busy || onChoose('app')}>
          {t('second-step.app')}
        </Button>
      )}
      {data.email2faEnabled && confirmed && (
        <Button aria-disabled={busy} onClick={() => busy || onChoose('mail')}>
          {t('second-step.mail')}
        </Button>
      )}
      {data.email2faEnabled && !confirmed && <p>{t('problem.unconfirmed')}</p>}
    </>
  )
}

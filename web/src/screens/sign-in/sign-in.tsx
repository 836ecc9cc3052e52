import type { SubmitEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { useMinistry } from '../../appearance/ministry'
import { Button } from '../../components/button'
import { TextField } from '../../components/field'
import { Notice } from '../../components/notice'
import { useLanguage, useWords } from '../../language/language'
import { dateLocale } from '../../language/languages'
import { doorAddress } from '../../session/door'
import type { SignInOutcome } from '../../session/session'
import { endOfLock, signIn } from '../../session/session'
import { Scene } from './scene'
import styles from './sign-in.module.css'

interface Props {
  /** The session ended in the middle of work; what was typed is still there. */
  expired: boolean
  /** A password is likely to follow: what lies behind the gate can be fetched meanwhile. */
  onTyping: () => void
}

const WANTS_CODE = new Set<SignInOutcome>([
  'INCORRECT_TWO_FACTOR_CODE_TOTP',
  'INCORRECT_TWO_FACTOR_CODE_EMAIL',
  'EMAIL_TWO_FACTOR_CODE_SENT',
])

export function SignIn({ expired, onTyping }: Props) {
  const t = useWords('shell')
  const language = useLanguage()
  const ministry = useMinistry()
  const [outcome, setOutcome] = useState<SignInOutcome>()
  const [busy, setBusy] = useState(false)
  const [username, setUsername] = useState('')
  const form = useRef<HTMLFormElement>(null)
  const wantsCode = outcome !== undefined && WANTS_CODE.has(outcome)

  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>(wantsCode ? '[name=code]' : '[name=username]')?.focus()
  }, [wantsCode])

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const read = (name: string) => {
      const value = fields.get(name)
      return typeof value === 'string' ? value : ''
    }
    const code = read('code').trim()
    setBusy(true)
    setUsername(read('username').trim())
    setOutcome(undefined)
    const result = await signIn({
      username: read('username').trim(),
      password: read('password'),
      ...(code ? { twoFactorCode: code } : {}),
    })
    setBusy(false)
    if (result === 'SUCCESS') return
    setOutcome(result)
    if (result === 'WRONG_PASSWORD') form.current?.querySelector<HTMLInputElement>('[name=password]')?.select()
  }

  const advice = outcome && outcome !== 'SUCCESS' ? outcome : undefined
  return (
    <Scene title={t('sign-in.title')}>
      {ministry.introduction && (
        <p>
          <bdi>{ministry.introduction}</bdi>
        </p>
      )}
      {ministry.notification && (
        <Notice kind="plain">
          <bdi>{ministry.notification}</bdi>
        </Notice>
      )}
      {expired && <Notice kind="warn">{t('sign-in.expired')}</Notice>}
      {advice && (
        <Notice kind="bad" title={t(`sign-in.${advice}`)}>
          {t(`sign-in.${advice}.advice`, { time: clockTime(endOfLock(), language) })}
        </Notice>
      )}
      {advice === 'PASSWORD_EXPIRED' && <a href={doorAddress('expired-password', username)}>{t('sign-in.expired-password')}</a>}
      <form ref={form} className={styles.form} onInput={onTyping} onSubmit={(event) => void submit(event)}>
        <TextField label={t('sign-in.username')} name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} required />
        <TextField label={t('sign-in.password')} name="password" type="password" autoComplete="current-password" required />
        {wantsCode && (
          <TextField label={t('sign-in.code')} name="code" autoComplete="one-time-code" inputMode="numeric" required />
        )}
        <Button look="main" type="submit" disabled={busy}>
          {busy ? t('sign-in.busy') : t('sign-in.go')}
        </Button>
      </form>
      {!expired && (ministry.recovers === true || ministry.registers === true) && (
        <p className={styles.doors}>
          {ministry.recovers && <a href={doorAddress('forgot-password')}>{t('sign-in.forgot')}</a>}
          {ministry.registers && <a href={doorAddress('create-account')}>{t('sign-in.register')}</a>}
        </p>
      )}
    </Scene>
  )
}

function clockTime(time: Date, language: string): string {
  return new Intl.DateTimeFormat(dateLocale(language), { timeStyle: 'short' }).format(time)
}

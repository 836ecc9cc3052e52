import { useMutation } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { useState } from 'react'
import { put } from '../../api/client'
import { Button } from '../../components/button'
import { TextField } from '../../components/field'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { useWords } from '../../language/language'
import { signIn } from '../../session/session'
import styles from './profile.module.css'

export function PasswordForm({ username }: { username: string }) {
  const t = useWords('account')
  const [differs, setDiffers] = useState(false)
  const change = useMutation({
    mutationFn: async ({ oldPassword, newPassword }: { oldPassword: string; newPassword: string }) => {
      await put('me/changePassword', { oldPassword, newPassword })
      // All sessions end with the old password, this one too; with a second step, the sign-in asks for its code.
      await signIn({ username, password: newPassword })
    },
  })
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const read = (name: string) => {
      const value = new FormData(form).get(name)
      return typeof value === 'string' ? value : ''
    }
    const same = read('new') === read('again')
    setDiffers(!same)
    if (same) change.mutate({ oldPassword: read('old'), newPassword: read('new') }, { onSuccess: () => form.reset() })
  }
  return (
    <form className={styles.part} aria-labelledby="password" onSubmit={submit}>
      <h2 id="password">{t('password')}</h2>
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <TextField label={t('password.old')} name="old" type="password" autoComplete="current-password" required />
      <TextField label={t('password.new')} name="new" type="password" autoComplete="new-password" help={t('password.rules')} required />
      <TextField label={t('password.again')} name="again" type="password" autoComplete="new-password" problem={differs ? t('password.differs') : undefined} required />
      {change.error && <TroubleNotice error={change.error} />}
      {change.isSuccess && <Notice kind="good">{t('password.changed')}</Notice>}
      <Button look="main" type="submit" disabled={change.isPending}>
        {t('password.change')}
      </Button>
    </form>
  )
}

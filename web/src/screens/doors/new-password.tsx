import { post } from '../../api/client'
import { Button } from '../../components/button'
import { TextField } from '../../components/field'
import { Notice } from '../../components/notice'
import { useWords } from '../../language/language'
import type { Door } from '../../session/door'
import { Scene } from '../sign-in/scene'
import styles from '../sign-in/sign-in.module.css'
import { BackLink, PasswordFields } from './parts'
import { Problem } from './problem'
import { useSend } from './use-send'

/** A new password for whoever has a letter, or for whoever knows the old one, which is too old. */
export function NewPassword({ door }: { door: Door }) {
  const t = useWords('doors')
  const expired = door.name === 'expired-password'
  const { form, busy, done, error, differs, onSubmit } = useSend(async (read) => {
    const newPassword = read('password')
    if (expired) await post('auth/updatePassword', { username: read('username').trim(), oldPassword: read('old'), newPassword })
    else await post('auth/passwordReset', { token: door.token || read('token').trim(), newPassword })
  })
  return (
    <Scene title={t(expired ? 'expired' : 'reset')}>
      {error && <Problem error={error} />}
      {done ? (
        <Notice kind="good" takesFocus>
          {t('reset.done')}
        </Notice>
      ) : (
        <form ref={form} className={styles.form} onSubmit={onSubmit}>
          {expired && (
            <>
              <TextField label={t('username')} name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} defaultValue={door.username} required />
              <TextField label={t('password.old')} name="old" type="password" autoComplete="current-password" required />
            </>
          )}
          {!expired && !door.token && <TextField label={t('reset.code')} name="token" autoComplete="off" autoCapitalize="none" spellCheck={false} required />}
          <PasswordFields label={t('password.new')} differs={differs} />
          <Button look="main" type="submit" disabled={busy}>
            {busy ? t('busy') : t('password.set')}
          </Button>
        </form>
      )}
      <BackLink />
    </Scene>
  )
}

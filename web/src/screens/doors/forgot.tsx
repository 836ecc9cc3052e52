import { post } from '../../api/client'
import { Button } from '../../components/button'
import { TextField } from '../../components/field'
import { Notice } from '../../components/notice'
import { useWords } from '../../language/language'
import { doorAddress } from '../../session/door'
import { Scene } from '../sign-in/scene'
import styles from '../sign-in/sign-in.module.css'
import { BackLink } from './parts'
import { Problem } from './problem'
import { useSend } from './use-send'

/** The server says the same whether there is such an account or not, and so does this screen. */
export function Forgot() {
  const t = useWords('doors')
  const { form, busy, done, error, onSubmit } = useSend(async (read) => {
    await post('auth/forgotPassword', { emailOrUsername: read('who').trim() })
  })
  return (
    <Scene title={t('forgot')}>
      <p>{t('forgot.how')}</p>
      {error && <Problem error={error} />}
      {done && (
        <Notice kind="good" title={t('forgot.sent')}>
          {t('forgot.sent.advice')}
        </Notice>
      )}
      <form ref={form} className={styles.form} onSubmit={onSubmit}>
        <TextField label={t('forgot.who')} name="who" autoComplete="username" autoCapitalize="none" spellCheck={false} required />
        <Button look="main" type="submit" disabled={busy}>
          {busy ? t('busy') : t('forgot.go')}
        </Button>
      </form>
      <p>
        <a className={styles.back} href={doorAddress('update-password')}>
          {t('forgot.code')}
        </a>
      </p>
      <BackLink />
    </Scene>
  )
}

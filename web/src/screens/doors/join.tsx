import { post } from '../../api/client'
import { Button } from '../../components/button'
import { TextField } from '../../components/field'
import { useWords } from '../../language/language'
import type { Door } from '../../session/door'
import { Scene } from '../sign-in/scene'
import styles from '../sign-in/sign-in.module.css'
import { BackLink, PasswordFields } from './parts'
import { Problem } from './problem'
import { useSend } from './use-send'

/** The login name that the server gives an invitation whose person may choose one. */
const UNNAMED = /^invite[a-z0-9]{11}$/

/** An account that somebody makes, or takes up after an invitation; the server signs the person in. */
export function Join({ door }: { door: Door }) {
  const t = useWords('doors')
  const invited = door.name === 'complete-registration'
  const chooses = !invited || !door.username || UNNAMED.test(door.username)
  const { form, busy, error, differs, onSubmit } = useSend(async (read) => {
    const person = {
      username: chooses ? read('username').trim() : door.username,
      firstName: read('firstName').trim(),
      surname: read('surname').trim(),
      password: read('password'),
    }
    if (invited) await post('auth/invite', { ...person, token: door.token })
    else await post('auth/registration', { ...person, email: read('email').trim() })
    // A full load: who signed in is another person than the page knew.
    window.location.assign('/')
  })
  return (
    <Scene title={t(invited ? 'invited' : 'register')}>
      {invited && <p>{t('invited.how')}</p>}
      {error && <Problem error={error} />}
      <form ref={form} className={styles.form} onSubmit={onSubmit}>
        <TextField label={t('first-name')} name="firstName" autoComplete="given-name" maxLength={80} required />
        <TextField label={t('surname')} name="surname" autoComplete="family-name" maxLength={80} required />
        {!invited && <TextField label={t('email')} name="email" type="email" autoComplete="email" required />}
        {chooses ? (
          <TextField label={t('username')} name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} help={t('username.rules')} minLength={4} required />
        ) : (
          <TextField label={t('username')} name="username" autoComplete="username" value={door.username} readOnly />
        )}
        <PasswordFields label={t('password')} differs={differs} />
        <Button look="main" type="submit" disabled={busy}>
          {busy ? t('busy') : t(invited ? 'password.set' : 'register.go')}
        </Button>
      </form>
      <BackLink />
    </Scene>
  )
}

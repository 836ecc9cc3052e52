import { TextField } from '../../components/field'
import { useWords } from '../../language/language'
import styles from '../sign-in/sign-in.module.css'

/** A new password, typed twice. */
export function PasswordFields({ label, differs }: { label: string; differs: boolean }) {
  const t = useWords('doors')
  return (
    <>
      <TextField label={label} name="password" type="password" autoComplete="new-password" help={t('password.rules')} required />
      <TextField label={t('password.again')} name="again" type="password" autoComplete="new-password" problem={differs ? t('password.differs') : undefined} required />
    </>
  )
}

/** A full load: nothing that was typed on the way stays in the page. */
export function BackLink() {
  const t = useWords('doors')
  return (
    <p>
      <a className={styles.back} href="/sign-in">
        {t('back')}
      </a>
    </p>
  )
}

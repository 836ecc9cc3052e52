import { useMinistry } from '../../appearance/ministry'
import { useWords } from '../../language/language'
import styles from './profile.module.css'

interface Props {
  /** In base 32. */
  appKey: string
  /** A PNG in base 64, as the server draws it. */
  picture: string
  username: string
}

/** What an authenticator app has to know: to scan, to open on the same device, or to type. */
export function AppKey({ appKey, picture, username }: Props) {
  const t = useWords('account')
  const { name } = useMinistry()
  const issuer = encodeURIComponent(name)
  const address = `otpauth://totp/${issuer}:${encodeURIComponent(username)}?secret=${appKey}&issuer=${issuer}`
  return (
    <>
      <p>{t('key.scan')}</p>
      <img className={styles.picture} src={`data:image/png;base64,${picture}`} alt={t('key.picture')} />
      <p>
        {t('key.here')} <a href={address}>{t('key.open')}</a>
      </p>
      <p>
        {t('key.type')}{' '}
        <code className={styles.key} dir="ltr">
          {appKey.match(/.{1,4}/g)?.join(' ')}
        </code>
      </p>
      <p>{t('key.secret')}</p>
    </>
  )
}

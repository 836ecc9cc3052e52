import { Notice } from '../../components/notice'
import { useWords } from '../../language/language'
import { Scene } from '../sign-in/scene'
import styles from '../sign-in/sign-in.module.css'

/** What became of the link that says whose an address is. */
export function Verified({ good }: { good: boolean }) {
  const t = useWords('doors')
  return (
    <Scene title={t(good ? 'verified.success' : 'verified.failure')}>
      <Notice kind={good ? 'good' : 'bad'}>{t(good ? 'verified.success.advice' : 'verified.failure.advice')}</Notice>
      <p>
        <a className={styles.back} href="/">
          {t('verified.go')}
        </a>
      </p>
    </Scene>
  )
}

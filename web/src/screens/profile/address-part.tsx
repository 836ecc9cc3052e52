import { useMutation } from '@tanstack/react-query'
import { post } from '../../api/client'
import { Button } from '../../components/button'
import { Notice } from '../../components/notice'
import { useWords } from '../../language/language'
import { AccountProblem } from './account-problem'
import styles from './profile.module.css'
import type { ProfileData } from './who-form'

/** Whether the e-mail address is known to be the person's own, and the letter whose link shows it. */
export function AddressPart({ profile: { email, emailVerified } }: { profile: ProfileData }) {
  const t = useWords('account')
  const { mutate, isPending, error, data: sentTo } = useMutation({
    mutationFn: async (to: string) => {
      await post('account/sendEmailVerification', {})
      return to
    },
  })
  return (
    <section className={styles.part} aria-labelledby="address">
      <h2 id="address">{t('address')}</h2>
      {email ? (
        <p>
          <bdi className={styles.address}>{email}</bdi>
          <br />
          {t(emailVerified ? 'address.confirmed' : 'address.unconfirmed')}
        </p>
      ) : (
        <p>{t('address.none')}</p>
      )}
      {email && !emailVerified && (
        <>
          {error && <AccountProblem error={error} />}
          {sentTo === email && <Notice kind="good">{t('address.sent')}</Notice>}
          <Button aria-disabled={isPending} onClick={() => isPending || mutate(email)}>
            {t(sentTo === email ? 'address.again' : 'address.send')}
          </Button>
        </>
      )}
    </section>
  )
}

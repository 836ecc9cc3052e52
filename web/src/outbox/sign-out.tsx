import { lazy, Suspense, useState } from 'react'
import { Button } from '../components/button'
import { Notice } from '../components/notice'
import { enterRoom, useWords } from '../language/language'
import { signOut } from '../session/session'
import { useStanding } from './mine'

const Leaving = lazy(async () => {
  const [{ Leaving: component }] = await Promise.all([import('./leaving'), enterRoom('outbox')])
  return { default: component }
})

/** Ends the session; with something unsent it says first what becomes of it. */
export function SignOut() {
  const t = useWords('shell')
  const { all } = useStanding()
  const [failed, setFailed] = useState(false)
  const [asking, setAsking] = useState(false)
  const leave = () => void signOut().then((closed) => setFailed(!closed))
  return (
    <>
      {failed && <Notice kind="bad">{t('sign-out.failed')}</Notice>}
      <Button onClick={() => (all > 0 ? setAsking(true) : leave())}>{t('sign-out')}</Button>
      {asking && (
        <Suspense>
          <Leaving onStay={() => setAsking(false)} onLeave={leave} failed={failed} />
        </Suspense>
      )}
    </>
  )
}

import { Activity, lazy, Suspense, useEffect, useState } from 'react'
import { Notice } from './components/notice'
import { SafetyNet } from './components/safety-net'
import { Waiting } from './components/waiting'
import { fetchInside } from './ahead'
import { enterRoom, useWords } from './language/language'
import { insideHere, loadInside } from './loads'
import { SignIn } from './screens/sign-in/sign-in'
import { useDoor } from './session/door'
import { askWhoIAm, useSession } from './session/session'
import { showSignInAddress } from './session/sign-in-address'

const Doors = lazy(async () => {
  const [doors] = await Promise.all([import('./screens/doors/doors'), enterRoom('doors')])
  return doors
})

/**
 * The sign-in screen stands outside of everything else, so that it loads neither router nor data layer.
 * When a session ends in the middle of work, it is laid over the screen, which keeps all that was typed.
 */
export function Gate() {
  const session = useSession()
  const t = useWords('shell')
  const signedIn = session.state === 'in'
  const out = session.state === 'out'
  const door = useDoor()

  useEffect(() => {
    if (out && !session.expired) showSignInAddress()
  }, [out, session])

  if (session.state === 'unreachable') {
    return (
      <Notice kind="bad" title={t('trouble.no-connection')} action={{ label: t('try-again'), run: () => void askWhoIAm() }}>
        {session.refusal.sentence || t('trouble.no-connection.advice')}
      </Notice>
    )
  }
  return (
    <>
      {door && (
        <SafetyNet>
          <Suspense fallback={<Waiting />}>
            <Doors door={door} />
          </Suspense>
        </SafetyNet>
      )}
      {out && !door && (
        <SignIn expired={session.expired} onTyping={fetchInside} />
      )}
      {(signedIn || (out && session.expired)) && (
        <Activity mode={signedIn && !door ? 'visible' : 'hidden'}>
          <SafetyNet>
            <Inside />
          </SafetyNet>
        </Activity>
      )}
    </>
  )
}

/** Shown at once where it has been fetched ahead: a fallback of React's, once shown, would stay for 300 ms. */
function Inside() {
  const [part, setPart] = useState(insideHere)
  const [error, setError] = useState<Error>()
  useEffect(() => {
    loadInside().then(setPart, setError)
  }, [])
  if (error) throw error
  return part ? <part.default /> : <Waiting />
}

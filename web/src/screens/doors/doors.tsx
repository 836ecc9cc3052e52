import type { Door } from '../../session/door'
import { Forgot } from './forgot'
import { Join } from './join'
import { NewPassword } from './new-password'
import { Verified } from './verified'

/** What a letter or a link opens before the sign-in. */
export default function Doors({ door }: { door: Door }) {
  switch (door.name) {
    case 'forgot-password':
      return <Forgot />
    case 'update-password':
    case 'expired-password':
      return <NewPassword key={door.name} door={door} />
    case 'create-account':
    case 'complete-registration':
      return <Join key={door.name} door={door} />
    default:
      return <Verified good={door.name === 'email-verification-success'} />
  }
}

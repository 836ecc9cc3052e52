/** The second step of the sign-in and the letter that confirms an address, of a session only. The code `123456` is right. */
import type { Answer } from './answer.ts'

export interface SecondStep {
  type: 'NOT_ENABLED' | 'ENROLLING_TOTP' | 'TOTP_ENABLED' | 'ENROLLING_EMAIL' | 'EMAIL_ENABLED'
  wrongCodes: number
  letters: number
  /** The address that has been confirmed. */
  confirmed?: string
}

export const KEY = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const PICTURE =
  ['iVBORw0KGgoAAAANSUhEUgAAAMQAAADEAQAAAADo3bPGAAABuUlEQVR42u2YQWoDUQxDRS/g+9/SN3D95KTQRTclgizy2yFhBkbIX5b1o/ljtT5P3uOJpJqqLrVqv92N/tJf6z9PFqf4XxRN9X4upG',
    '+8Hkd+835dHkvqbmRwmmI11yiKA6Vmu54EM/vD5qgtAU1of5DXrxXSmxevr97KuYIo/vV123fDaHcHJK4IzrhB5RaqMUFF+Lh1tlor6mUjKy+ig6FUTf1wniMVqJuVfGT4NGCCz9IRf8usux9dG+DT',
    'dullwfJWRfqHtxuk5AvXzuzPVkqn7KGFQv3jKehepUkxhowO2mPHcIX0aNrK1O1AHjpA2pOZC4wETx5E7jaK+AFMVgsU0DbUkbrJbn1mjSDGxUv49VkPrITeHHkifu3uNBYhoRwWAr7TbtUdD23lhX',
    'wUM2Dk1I+8J9OnIOEH2DXzAdVF8ls7SekGA0gd84MLPKReE8zknfKYY+7o8lXI34QVnOVc8SaVdzwK6hzb+TSUR+1uBpTNNJWv20SYdbpkFToveOupVp+9xc4/OgQsTsrhnJUa8RnqM+dT9ujntKBO',
    'nedAGMc4DnapHO95ar8BwukndZ77/Irznk++Ab7KS5gwgqsdAAAAAElFTkSuQmCC'].join('')

const refusal = (status: number, errorCode: string, sentence: string): Answer => ({ status, body: { httpStatusCode: status, status: 'ERROR', errorCode, message: sentence } })
const ok = (sentence: string): Answer => ({ status: 200, body: { httpStatusCode: 200, status: 'OK', message: sentence } })

export function answerSecondStep(method: string, path: string, who: SecondStep, email: string | undefined, username: string, body: unknown): Answer | undefined {
  const isOn = who.type === 'TOTP_ENABLED' || who.type === 'EMAIL_ENABLED'
  const code = (body as { code?: string } | undefined)?.code
  switch (`${method} ${path}`) {
    case 'GET configuration/twoFactorMethods':
      return { status: 200, body: { totp2faEnabled: true, email2faEnabled: username === 'nurse' } }
    case 'POST 2fa/enrollTOTP2FA':
      if (isOn) return refusal(409, 'E3022', 'User has 2FA enabled already, disable 2FA before you try to enroll again')
      who.type = 'ENROLLING_TOTP'
      return ok('The user has enrolled in TOTP 2FA, call the QR code endpoint to continue the process')
    case 'POST 2fa/enrollEmail2FA':
      if (isOn) return refusal(409, 'E3022', 'User has 2FA enabled already, disable 2FA before you try to enroll again')
      if (who.confirmed !== email) return refusal(409, 'E3043', 'User does not have a verified email, please verify your email before you try to enable 2FA')
      who.type = 'ENROLLING_EMAIL'
      return ok("The user has enrolled in email-based 2FA, a code was generated and sent successfully to the user's email")
    case 'GET 2fa/qrCodeJson':
      return who.type === 'ENROLLING_TOTP' ? { status: 200, body: { base32Secret: KEY, base64QRImage: PICTURE } } : refusal(409, 'E3047', 'User is not in TOTP 2FA enrollment mode')
    case 'POST 2fa/enable':
      if (isOn) return refusal(409, 'E3022', 'User has 2FA enabled already, disable 2FA before you try to enroll again')
      if (who.type === 'NOT_ENABLED') return refusal(409, 'E3029', 'User must start 2FA enrollment first')
      if (code !== '123456') return refusal(403, 'E3023', 'Invalid 2FA code')
      who.type = who.type === 'ENROLLING_TOTP' ? 'TOTP_ENABLED' : 'EMAIL_ENABLED'
      return ok('2FA was enabled successfully')
    case 'POST 2fa/disable':
      return disable(who, isOn, code)
    case 'POST account/sendEmailVerification':
      if (!email) return refusal(409, 'E1004', 'User has no email set')
      if (email.startsWith('shared')) return refusal(409, 'E1004', 'The email the user is trying to verify is already verified by another account')
      who.letters += 1
      return who.letters > 5 ? refusal(409, 'E1004', 'Too many letters were sent; try again in 15 minutes') : { status: 201 }
    case 'GET account/verifyEmail':
      who.confirmed = email
      return { status: 302, headers: { Location: '/login/#/email-verification-success' } }
    default:
      return undefined
  }
}

function disable(who: SecondStep, isOn: boolean, code: string | undefined): Answer {
  if (who.wrongCodes > 4) return refusal(409, 'E3042', 'Too many failed disable attempts. Please try again later')
  if (!isOn) return refusal(409, 'E3031', 'User has not enabled 2FA')
  if (!code) return who.type === 'EMAIL_ENABLED' ? refusal(409, 'E3051', "2FA code was sent to the user's email") : refusal(409, 'E3050', '2FA code can not be null or empty')
  if (code !== '123456') {
    who.wrongCodes += 1
    return refusal(403, 'E3023', 'Invalid 2FA code')
  }
  who.type = 'NOT_ENABLED'
  return ok('2FA was disabled successfully')
}

import { Refusal } from '../../api/refusal'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import type { Messages } from '../../language/language'
import { useWords } from '../../language/language'

/** The server's codes and sentences, which are English, and what they mean to a person. */
const MEANINGS: [RegExp, keyof Messages['account']][] = [
  [/^E3023/, 'problem.code'],
  [/^E3042/, 'problem.too-often'],
  [/^E3043/, 'problem.unconfirmed'],
  [/^E3049/, 'problem.letter'],
  [/couldn.t send your verification|too many letters/i, 'problem.letter'],
  [/no SMTP server/, 'problem.no-mail'],
  [/verified by another account/, 'problem.elsewhere'],
]

/** DHIS2's code of a refusal, or nothing. */
export function codeOf({ body }: Refusal): string {
  const code = (body as { errorCode?: unknown } | undefined)?.errorCode
  return typeof code === 'string' ? code : ''
}

export function AccountProblem({ error }: { error: Error }) {
  const t = useWords('account')
  const said = error instanceof Refusal ? `${codeOf(error)} ${error.sentence}` : ''
  const meaning = MEANINGS.find(([words]) => words.test(said))?.[1]
  return meaning ? <Notice kind="bad">{t(meaning)}</Notice> : <TroubleNotice error={error} />
}

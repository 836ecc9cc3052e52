import { Refusal } from '../../api/refusal'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import type { Messages } from '../../language/language'
import { useWords } from '../../language/language'

/** The server's sentences, which are English, and what they mean to a person. */
const MEANINGS: [RegExp, keyof Messages['doors']][] = [
  [/temporarily locked|too many/i, 'problem.too-often'],
  [/not enabled|not allowed|recaptcha/i, 'problem.closed'],
  [/could not be restored|recovery failed|invitation (link|code)|invited user/i, 'problem.link'],
  [/invalid username or password/i, 'problem.wrong'],
  [/previous \d+ passwords|different from the old/i, 'problem.used'],
  [/^username is not|username already/i, 'problem.username'],
  [/^email is not/i, 'problem.email'],
  [/^(first name|surname|last name) is not/i, 'problem.name'],
  [/password/i, 'problem.password'],
]

export function Problem({ error }: { error: Refusal }) {
  const t = useWords('doors')
  const meaning = MEANINGS.find(([words]) => words.test(error.sentence))?.[1]
  return meaning ? <Notice kind="bad">{t(meaning)}</Notice> : <TroubleNotice error={error} />
}

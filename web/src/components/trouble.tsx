import { Refusal } from '../api/refusal'
import { useWords } from '../language/language'
import { Notice } from './notice'

/** What went wrong with a call, the server's own sentence, and what to try. */
export function TroubleNotice({ error, again }: { error: Error; again?: () => void }) {
  const t = useWords('shell')
  const trouble = error instanceof Refusal ? error.trouble : 'server'
  const sentence = error instanceof Refusal ? error.sentence : error.message
  return (
    <Notice kind="bad" title={t(`trouble.${trouble}`)} action={again && { label: t('try-again'), run: again }}>
      {sentence && <p>{sentence}</p>}
      <p>{t(`trouble.${trouble}.advice`)}</p>
    </Notice>
  )
}

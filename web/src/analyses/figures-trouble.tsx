import { Refusal } from '../api/refusal'
import { Notice } from '../components/notice'
import { TroubleNotice } from '../components/trouble'
import { useWords } from '../language/language'

/** DHIS2's code for an axis of which nothing is left: what was asked for is gone, or the person may not read it. */
const NOTHING_LEFT = 'E7124'

/** Why there are no figures. */
export function FiguresTrouble({ error, again }: { error: Error; again: () => void }) {
  const t = useWords('visualise')
  const code = error instanceof Refusal ? (error.body as { errorCode?: string } | undefined)?.errorCode : undefined
  if (code !== NOTHING_LEFT) return <TroubleNotice error={error} again={again} />
  return (
    <Notice kind="warn" title={t('unseen')}>
      {t('unseen.advice')}
    </Notice>
  )
}

import { Notice } from '../../components/notice'
import { useLanguage, useWords } from '../../language/language'
import { momentName } from '../../periods/period-name'
import styles from './entry-form.module.css'
import type { FormCell } from './form'
import type { Sheet } from './sheet'
import { useSummary } from './sheet'
import type { StoredValues } from './values'

/** Whether the report is closed for entry, or already marked complete. */
export function Standing({ values }: { values: StoredValues }) {
  const t = useWords('entry')
  const language = useLanguage()
  const { lockStatus, completeStatus } = values
  const day = completeStatus.created ? momentName(completeStatus.created, language, { dateStyle: 'long' }) : ''
  return (
    <>
      {values.unseen && <Notice kind="warn">{t('unseen')}</Notice>}
      {lockStatus === 'LOCKED' && <Notice kind="warn">{t('locked')}</Notice>}
      {lockStatus === 'APPROVED' && <Notice kind="warn">{t('approved')}</Notice>}
      {completeStatus.complete && (
        <Notice kind="good">
          {t('complete', { day, who: completeStatus.createdBy ?? '' })} {lockStatus === 'OPEN' && t('complete.open')}
        </Notice>
      )}
    </>
  )
}

interface Props {
  sheet: Sheet
  /** The field that has the focus, or had it last. */
  active: FormCell | undefined
  onDetails: (key: string) => void
}

/** How saving goes, always at hand: read aloud when it changes. Beside it, the way to all about a value. */
export function Progress({ sheet, active, onDetails }: Props) {
  const t = useWords('entry')
  const summary = useSummary(sheet)
  const state = (['unsaved', 'kept', 'saving', 'saved'] as const).find((one) => summary[one] > 0) ?? 'ready'
  return (
    <div className={`${styles.progress ?? ''} ${styles[state] ?? ''}`}>
      <p role="status">{state === 'ready' ? t('progress.ready') : t(`progress.${state}`, { n: summary[state] })}</p>
      {summary.unsaved + summary.kept > 0 && (
        <button type="button" onClick={() => sheet.saveAgain()}>
          {t('save-again')}
        </button>
      )}
      {active && (
        <button type="button" aria-haspopup="dialog" className={styles.details} onClick={() => onDetails(active.key)}>
          {t('details')}: <bdi>{active.name}</bdi>
        </button>
      )}
    </div>
  )
}

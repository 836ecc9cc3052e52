import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { get } from '../../api/client'
import { Dialog } from '../../components/dialog'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useLanguage, useWords } from '../../language/language'
import { momentName } from '../../periods/period-name'
import { Bounds } from './bounds'
import { useDesk } from './desk'
import styles from './details.module.css'
import type { FormCell } from './form'
import { History } from './history'
import { useCell } from './sheet'
import type { EntryPlace } from './values'
import { valuesParameters } from './values'

interface Audit {
  auditType: string
  value?: string
  previousValue?: string
  modifiedBy?: string
  created: string
}

interface Context {
  history?: { period: string; value: string }[]
  audits?: Audit[]
}

function contextQuery(place: EntryPlace, { dataElement, optionCombo }: FormCell) {
  const parameters = { ...valuesParameters(place), ds: undefined, de: dataElement, co: optionCombo }
  return {
    queryKey: ['data-entry', 'context', parameters],
    // Somebody may have written since: an audit of a minute ago is no audit.
    staleTime: 0,
    queryFn: ({ signal }: { signal: AbortSignal }) => get<Context>('dataEntry/dataValueContext', parameters, signal),
  }
}

/** Everything about one value: what is said of it, what is usual, how it was before, and who wrote it. */
export function Details({ cell, onClose }: { cell: FormCell; onClose: () => void }) {
  const t = useWords('entry')
  const { place, limits } = useDesk()
  const { data, error, refetch } = useQuery(contextQuery(place, cell))
  const limit = limits.get(cell.key)
  return (
    <Dialog title={cell.name} onClose={onClose}>
      {/* The dialog scrolls as a whole, so that a keyboard reaches its end. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.body} tabIndex={0} role="group" aria-label={t('details')}>
        <Remarks cell={cell} />
        <Bounds cell={cell} limit={limit} />
        {error && <TroubleNotice error={error} again={() => void refetch()} />}
        {!data && !error && <Waiting />}
        {data && <History history={data.history ?? []} limit={limit} name={cell.name} />}
        {data && <Audits audits={data.audits ?? []} />}
      </div>
    </Dialog>
  )
}

/** The comment and the mark of a value: the server keeps neither without one. */
function Remarks({ cell }: { cell: FormCell }) {
  const t = useWords('entry')
  const { sheet, locked } = useDesk()
  const { value, comment, followUp } = useCell(sheet, cell.key)
  const [typed, setTyped] = useState(comment)
  const [shown, setShown] = useState(comment)
  if (shown !== comment) {
    setShown(comment)
    setTyped(comment)
  }
  const speechless = value === ''
  return (
    <div className={styles.remarks}>
      <label>
        <span>{t('comment')}</span>
        <textarea
          rows={2}
          maxLength={5000}
          dir="auto"
          value={typed}
          disabled={locked || speechless}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => sheet.comment(cell.key, typed.trim())}
        />
      </label>
      <label className={styles.tick}>
        <input
          type="checkbox"
          checked={followUp}
          disabled={locked || speechless}
          onChange={(event) => sheet.followUp(cell.key, event.target.checked)}
        />
        <span>{t('follow-up')}</span>
      </label>
      {speechless && !locked && <p className={styles.quiet}>{t('comment.needs-value')}</p>}
    </div>
  )
}

function Audits({ audits }: { audits: Audit[] }) {
  const t = useWords('entry')
  const language = useLanguage()
  return (
    <section className={styles.part}>
      <h3>{t('audit')}</h3>
      {audits.length === 0 && <p className={styles.quiet}>{t('audit.none')}</p>}
      {audits.length > 0 && (
        <ol className={styles.audits}>
          {audits.map(({ auditType, value, previousValue, modifiedBy, created }, index) => (
            <li key={index}>
              <time dateTime={created}>{momentName(created, language)}</time> <bdi>{modifiedBy}</bdi>{' '}
              {auditType === 'DELETE' ? t('audit.removed') : t('audit.wrote')} <bdi>{auditType === 'DELETE' ? previousValue : value}</bdi>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useNarrow } from '../../components/use-narrow'
import { useLanguage, useWords } from '../../language/language'
import { numberLocale } from '../../language/languages'
import styles from './entry-form.module.css'
import { EntryList } from './entry-list'
import { EntryTable } from './entry-table'
import type { Form, FormSection } from './form'
import { moveByKey } from './keyboard'
import type { Sheet } from './sheet'
import { sheetAt, useSummary } from './sheet'
import type { EntryPlace, StoredValues } from './values'
import { valuesQuery } from './values'

export function EntryForm({ form, place }: { form: Form; place: EntryPlace }) {
  const sheet = sheetAt(place)
  const { data, error, refetch } = useQuery(valuesQuery(place))
  useEffect(() => {
    if (data) sheet.receive(data.dataValues)
  }, [data, sheet])
  if (error) return <TroubleNotice error={error} again={() => void refetch()} />
  if (!data) return <Waiting />
  return (
    <>
      <Standing values={data} />
      <Progress sheet={sheet} />
      {/* The arrow keys are an addition: Tab reaches every field without them. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className={styles.form} data-form onKeyDown={moveByKey}>
        {form.sections.map((section) => (
          <SectionOfForm key={section.id} section={section} sheet={sheet} locked={data.lockStatus !== 'OPEN'} />
        ))}
      </div>
    </>
  )
}

function SectionOfForm({ section, sheet, locked }: { section: FormSection; sheet: Sheet; locked: boolean }) {
  const t = useWords('entry')
  const narrow = useNarrow()
  return (
    <section className={styles.section} aria-labelledby={section.title ? section.id : undefined}>
      {section.title && (
        <h2 id={section.id}>
          <bdi>{section.title}</bdi>
        </h2>
      )}
      {section.description && (
        <p className={styles.about}>
          <bdi>{section.description}</bdi>
        </p>
      )}
      {section.tables.length === 0 && <p>{t('empty-section')}</p>}
      {section.tables.map((table) =>
        narrow ? (
          <EntryList key={table.id} table={table} sheet={sheet} locked={locked} />
        ) : (
          <EntryTable key={table.id} table={table} sheet={sheet} locked={locked} title={section.title} />
        ),
      )}
    </section>
  )
}

/** Whether the report is closed for entry, or already marked complete. */
function Standing({ values }: { values: StoredValues }) {
  const t = useWords('entry')
  const language = useLanguage()
  const { lockStatus, completeStatus } = values
  const day = completeStatus.created ? new Intl.DateTimeFormat(numberLocale(language), { dateStyle: 'long' }).format(new Date(completeStatus.created)) : ''
  return (
    <>
      {lockStatus === 'LOCKED' && <Notice kind="warn">{t('locked')}</Notice>}
      {lockStatus === 'APPROVED' && <Notice kind="warn">{t('approved')}</Notice>}
      {completeStatus.complete && <Notice kind="good">{t('complete', { day, who: completeStatus.createdBy ?? '' })}</Notice>}
    </>
  )
}

/** How saving goes, always at hand: read aloud when it changes. */
function Progress({ sheet }: { sheet: Sheet }) {
  const t = useWords('entry')
  const summary = useSummary(sheet)
  const state = (['unsaved', 'kept', 'saving', 'saved'] as const).find((one) => summary[one] > 0) ?? 'ready'
  return (
    <div className={`${styles.progress ?? ''} ${styles[state] ?? ''}`}>
      <p role="status">
        {state === 'ready' ? t('progress.ready') : t(`progress.${state}`, { n: summary[state] })}
      </p>
      {summary.unsaved + summary.kept > 0 && (
        <button type="button" onClick={() => sheet.saveAgain()}>
          {t('save-again')}
        </button>
      )}
    </div>
  )
}

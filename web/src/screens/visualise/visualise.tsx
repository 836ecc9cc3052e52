import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import type { Place } from '../../address'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useLanguage, useWords } from '../../language/language'
import { unitQuery } from '../../organisation-units/queries'
import { useMe } from '../../session/me'
import { Page } from '../../shell/page'
import { AnswerTable } from './answer-table'
import type { Question } from './query'
import { analyticsQuery, inLanguage, questionOf } from './query'
import { QueryEditor } from './query-editor'
import styles from './visualise.module.css'

// ECharts is most of this screen's weight; choices and table are there before it.
const Chart = lazy(() => import('./chart').then(({ Chart: component }) => ({ default: component })))

export function Visualise() {
  const t = useWords('visualise')
  const me = useMe()
  const place = useSearch({ from: '__root__' })
  const navigate = useNavigate()
  const roots = me.dataViewOrganisationUnits.length > 0 ? me.dataViewOrganisationUnits : me.organisationUnits
  const question = questionOf(place, roots[0]?.id)
  const choose = (change: Place) => void navigate({ to: '/visualise', search: { ...place, ...change }, replace: true, resetScroll: false })
  return (
    <Page title={t('title')}>
      <QueryEditor question={question} roots={roots} onChoose={choose} />
      {question.data.length === 0 ? <Notice kind="plain">{t('choose-first')}</Notice> : <AnswerTo question={question} />}
    </Page>
  )
}

function AnswerTo({ question }: { question: Question }) {
  const t = useWords('visualise')
  const language = useLanguage()
  const { data, error, isFetching, refetch } = useQuery({ ...analyticsQuery(question), placeholderData: keepPreviousData })
  const { data: unit } = useQuery({ ...unitQuery(question.unit ?? ''), enabled: question.unit !== undefined })
  const answer = useMemo(() => data && inLanguage(data, language), [data, language])
  if (!question.unit) return <Notice kind="warn">{t('no-unit')}</Notice>
  if (error) return <TroubleNotice error={error} again={() => void refetch()} />
  if (!answer) return <Waiting />
  const title = t('answer.title', { data: answer.series.map(({ name }) => name).join(' / '), unit: unit?.displayName ?? question.unit })
  return (
    <section className={styles.answer} aria-labelledby="answer" aria-busy={isFetching}>
      <h2 id="answer">{title}</h2>
      {answer.empty ? (
        <Notice kind="plain" title={t('empty.title')}>
          {t('empty.advice')}
        </Notice>
      ) : (
        <>
          <Suspense fallback={<Waiting label={t('drawing')} />}>
            <Chart answer={answer} look={question.look} title={title} />
          </Suspense>
          <AnswerTable answer={answer} caption={title} />
        </>
      )}
    </section>
  )
}

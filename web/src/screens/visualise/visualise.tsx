import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useRef } from 'react'
import type { Place } from '../../address'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useLanguage, useWords } from '../../language/language'
import { unitQuery } from '../../organisation-units/queries'
import { periodOf } from '../../periods/period'
import { periodName } from '../../periods/period-name'
import { useMe } from '../../session/me'
import { Page } from '../../shell/page'
import { Actions } from './actions'
import type { Cube } from './cube'
import { cubeOf, tickName } from './cube'
import { Downloads } from './downloads'
import { isMap, isWhole } from './kinds'
import { PivotTable } from './pivot-table'
import { analyticsQuery } from './query'
import type { Question } from './question'
import { isComplete, isSpoken, placeOf, questionOf } from './question'
import { QueryEditor } from './query-editor'
import type { Collection, Saved } from './saved'
import { savedQuery } from './saved'
import { SingleValue } from './single-value'
import styles from './visualise.module.css'

// ECharts is most of this screen's weight; choices and table are there before it.
const Chart = lazy(() => import('./chart').then(({ Chart: component }) => ({ default: component })))
const RoundChart = lazy(() => import('./round-chart').then(({ RoundChart: component }) => ({ default: component })))
const MapView = lazy(() => import('./map-view').then(({ MapView: component }) => ({ default: component })))

export function Visualise() {
  const t = useWords('visualise')
  const place = useSearch({ from: '__root__' })
  const [collection, id]: [Collection, string | undefined] = place.map ? ['maps', place.map] : ['visualizations', place.vis]
  const { data: saved, error, refetch } = useQuery({ ...savedQuery(collection, id ?? ''), enabled: id !== undefined })
  if (error) {
    return (
      <Page title={t('title')}>
        <TroubleNotice error={error} again={() => void refetch()} />
      </Page>
    )
  }
  if (id !== undefined && !saved) return <Waiting />
  return <View key={id} place={place} saved={saved} />
}

function View({ place, saved }: { place: Place; saved: Saved | undefined }) {
  const t = useWords('visualise')
  const me = useMe()
  const navigate = useNavigate()
  const roots = me.dataViewOrganisationUnits.length > 0 ? me.dataViewOrganisationUnits : me.organisationUnits
  // As long as nothing was changed the address names only what was opened.
  const isChanged = place.dx !== undefined || place.as !== undefined
  const question = saved?.question && !isChanged ? saved.question : questionOf(place, roots[0]?.id)
  const change = (next: Question) => {
    const opened = { vis: place.vis, map: place.map }
    void navigate({ to: '/visualise', search: { ...opened, ...placeOf(next) }, replace: true, resetScroll: false })
  }
  return (
    <Page title={saved ? saved.displayName : t('title')}>
      <Actions question={question} saved={saved} />
      {saved?.description && (
        <p>
          <bdi>{saved.description}</bdi>
        </p>
      )}
      {saved && isChanged && <Notice kind="plain">{t('changed')}</Notice>}
      {saved && !saved.question && (
        <Notice kind="warn" title={t('cannot.title')}>
          {t('cannot.advice', { type: saved.type })}
        </Notice>
      )}
      {saved?.isUndrawn && saved.question && <Notice kind="plain">{t('undrawn', { type: saved.type })}</Notice>}
      <QueryEditor question={question} roots={roots} onChange={change} />
      {(question.items.dx?.length ?? 0) === 0 ? <Notice kind="plain">{t('choose-first')}</Notice> : <AnswerTo question={question} />}
    </Page>
  )
}

function AnswerTo({ question }: { question: Question }) {
  const t = useWords('visualise')
  const language = useLanguage()
  const unitId = question.items.ou?.[0]
  const { data: unit } = useQuery({ ...unitQuery(unitId ?? ''), enabled: unitId !== undefined && /^\w{11}$/.test(unitId) })
  // The path holds the unit and all above it.
  const below = unit?.path.split('/').length
  const isWaiting = isMap(question.kind) && question.items.ou?.length === 1 && unit === undefined
  const query = analyticsQuery(question, below)
  const { data, error, isFetching, refetch } = useQuery({ ...query, enabled: query.enabled === true && !isWaiting, placeholderData: keepPreviousData })
  const read = useMemo(() => data && readCube(data, question, language), [data, question, language])
  if (!unitId) return <Notice kind="warn">{t('no-unit')}</Notice>
  if (!isComplete(question)) return <Notice kind="plain">{t('incomplete')}</Notice>
  if (error) return <TroubleNotice error={error} again={() => void refetch()} />
  if (!read) return <Waiting />
  if (read === 'too-large') return <Notice kind="warn">{t('too-large')}</Notice>
  return <Shown question={question} cube={read} busy={isFetching} />
}

function readCube(data: Parameters<typeof cubeOf>[0], question: Question, language: string): Cube | 'too-large' {
  try {
    return cubeOf(data, question, (id, name) => {
      const period = periodOf(id)
      return period ? periodName(period, language) : name
    })
  } catch (error) {
    if (error instanceof RangeError) return 'too-large'
    throw error
  }
}

function Shown({ question, cube, busy }: { question: Question; cube: Cube; busy: boolean }) {
  const t = useWords('visualise')
  const around = useRef<HTMLElement>(null)
  const { kind } = question
  const [data, bounds] = [cube.columns.map(tickName).slice(0, 4).join(' / '), cube.filters.slice(0, 3).join(' · ')]
  const title = bounds && data ? t('answer.title', { data, unit: bounds }) : data || bounds
  const corner = question.layout.rows.map((dimension) => (isSpoken(dimension) ? t(`dimension.${dimension}`) : '')).join(' · ') || t('table')
  const drawn = kind !== 'pivot' && kind !== 'single-value'
  const Drawn = isWhole(kind) ? RoundChart : Chart
  if (cube.empty) {
    return (
      <section className={styles.answer} aria-labelledby="answer" aria-busy={busy}>
        <h2 id="answer">{title}</h2>
        <Notice kind="plain" title={t('empty.title')}>
          {t('empty.advice')}
        </Notice>
      </section>
    )
  }
  return (
    <section ref={around} className={styles.answer} aria-labelledby="answer" aria-busy={busy}>
      <h2 id="answer">{title}</h2>
      {/* Each way of drawing waits for itself: what is on the screen is not hidden and drawn into. */}
      <Suspense key={isMap(kind) ? 'map' : isWhole(kind) ? 'whole' : 'axes'} fallback={<Waiting label={t('drawing')} />}>
        {isMap(kind) ? <MapView cube={cube} bubbles={kind === 'bubbles'} title={title} /> : drawn ? <Drawn cube={cube} kind={kind} title={title} /> : undefined}
      </Suspense>
      {kind === 'single-value' && <SingleValue cube={cube} />}
      {kind === 'pivot' ? (
        <PivotTable cube={cube} caption={title} corner={corner} totals />
      ) : (
        <details className={styles.figures} open={kind !== 'single-value'}>
          <summary>{t('table')}</summary>
          <PivotTable cube={cube} caption={title} corner={corner} totals={false} />
        </details>
      )}
      <Downloads cube={cube} title={title} corner={corner} around={around} drawn={drawn} />
    </section>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import type { Place } from '../../address'
import type { Cube } from '../../analyses/cube'
import { tickName } from '../../analyses/cube'
import { Drawn, DrawnUnits, isDrawn } from '../../analyses/drawn'
import { FiguresTrouble } from '../../analyses/figures-trouble'
import { useLegend } from '../../analyses/legend'
import { PivotTable } from '../../analyses/pivot-table'
import type { Question } from '../../analyses/question'
import { cornerOf, isComplete, placeOf, questionOf } from '../../analyses/question'
import type { Collection, Saved } from '../../analyses/saved'
import { isOfEvents, savedQuery } from '../../analyses/saved'
import type { UnitLayer } from '../../analyses/unit-layers'
import { useAnswer } from '../../analyses/use-answer'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { useMe, viewRoots } from '../../session/me'
import { Page } from '../../shell/page'
import { Actions } from './actions'
import { Downloads } from './downloads'
import { QueryEditor } from './query-editor'
import styles from './visualise.module.css'

const NOTHING: string[] = []

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
  const navigate = useNavigate()
  const roots = viewRoots(useMe())
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
      {saved && !saved.question && !saved.units && (
        <Notice kind="warn" title={t('cannot.title')}>
          {isOfEvents(saved) ? t('cannot.events') : t('cannot.advice', { type: saved.type })}
        </Notice>
      )}
      {saved?.isUndrawn && saved.question && <Notice kind="plain">{t('undrawn', { type: saved.type })}</Notice>}
      <QueryEditor question={question} roots={roots} onChange={change} />
      {saved?.units && !isChanged ? <ShownUnits name={saved.displayName} layers={saved.units} /> : <Figures question={question} look={isChanged ? {} : (saved ?? {})} />}
    </Page>
  )
}

function ShownUnits({ name, layers }: { name: string; layers: UnitLayer[] }) {
  const around = useRef<HTMLElement>(null)
  return (
    <section ref={around} className={styles.answer} aria-label={name}>
      <DrawnUnits layers={layers} title={name} />
      <Downloads title={name} corner="" around={around} drawn />
    </section>
  )
}

function Figures({ question, look }: { question: Question; look: Look }) {
  const t = useWords('visualise')
  return (question.items.dx?.length ?? 0) === 0 ? <Notice kind="plain">{t('choose-first')}</Notice> : <AnswerTo question={question} look={look} />
}

/** What was saved is called, and how it is coloured. */
type Look = Partial<Pick<Saved, 'displayName' | 'style' | 'legend'>>

function AnswerTo({ question, look }: { question: Question; look: Look }) {
  const t = useWords('visualise')
  const { cube, error, isFetching, again } = useAnswer(question)
  if (!question.items.ou?.[0]) return <Notice kind="warn">{t('no-unit')}</Notice>
  if (!isComplete(question)) return <Notice kind="plain">{t('incomplete')}</Notice>
  if (error) return <FiguresTrouble error={error} again={again} />
  if (!cube) return <Waiting />
  if (cube === 'too-large') return <Notice kind="warn">{t('too-large')}</Notice>
  return <Shown question={question} cube={cube} busy={isFetching} look={look} />
}

function Shown({ question, cube, busy, look }: { question: Question; cube: Cube; busy: boolean; look: Look }) {
  const t = useWords('visualise')
  const around = useRef<HTMLElement>(null)
  const { kind, items } = question
  const legend = useLegend(look.legend, items.dx ?? NOTHING)
  const [data, bounds] = [someOf(cube.columns.map(tickName), 4, ' / '), someOf(cube.filters, 3, ' · ')]
  const title = bounds && data ? t('answer.title', { data, unit: bounds }) : data || bounds
  const corner = cornerOf(question, t)
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
      <Drawn cube={cube} kind={kind} title={title} style={look.style} legend={legend} />
      {kind === 'pivot' ? (
        <PivotTable cube={cube} caption={title} corner={corner} legend={legend} totals />
      ) : (
        <details className={styles.figures} open={kind !== 'single-value'}>
          <summary>{t('table')}</summary>
          <PivotTable cube={cube} caption={title} corner={corner} totals={false} />
        </details>
      )}
      <Downloads cube={cube} title={title} name={look.displayName} corner={corner} around={around} drawn={isDrawn(kind)} />
    </section>
  )
}

/** The first of them; dots say that there are more. */
function someOf(names: string[], most: number, between: string): string {
  return [...names.slice(0, most), ...(names.length > most ? ['…'] : [])].join(between)
}

import type { UseQueryResult } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Cube } from '../../analyses/cube'
import { Drawn, DrawnUnits, isDrawn } from '../../analyses/drawn'
import { FiguresTrouble } from '../../analyses/figures-trouble'
import { useLegend } from '../../analyses/legend'
import { LegendKey } from '../../analyses/legend-key'
import { PivotTable } from '../../analyses/pivot-table'
import type { Question } from '../../analyses/question'
import { cornerOf, placeOf } from '../../analyses/question'
import type { Saved } from '../../analyses/saved'
import { isOfEvents, savedQuery } from '../../analyses/saved'
import { savedAddress } from '../../analyses/saved-list'
import type { UnitLayer } from '../../analyses/unit-layers'
import { useAnswer } from '../../analyses/use-answer'
import { Button } from '../../components/button'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useLanguage, useWords } from '../../language/language'
import styles from './dashboard.module.css'
import { filtered } from './filters'
import type { Ask } from './item'
import { Frame } from './item-frame'
import type { Named } from './queries'
import { timeOf } from './time'

export function VisualizationItem({ of, saved, ask }: { of: Named; saved: UseQueryResult<Saved[]>; ask: Ask }) {
  const { data, error, refetch } = saved
  return <SavedItem of={of} saved={data && (data.find(({ id }) => id === of.id) ?? 'gone')} error={error} again={() => void refetch()} ask={ask} />
}

export function MapItem({ of, ask }: { of: Named; ask: Ask }) {
  const { data, error, refetch } = useQuery({ ...savedQuery('maps', of.id), enabled: ask.seen })
  return <SavedItem of={of} saved={data} error={error} again={() => void refetch()} ask={ask} />
}

interface Props {
  of: Named
  /** `gone` is what the person may not see. */
  saved: Saved | 'gone' | undefined
  error: Error | null
  again: () => void
  ask: Ask
}

function SavedItem({ of, saved, error, again, ask }: Props) {
  const t = useWords('dashboard')
  // The same question as long as neither it nor the filters change, so that nothing is drawn again.
  const question = useMemo(() => (saved && saved !== 'gone' && saved.question ? filtered(saved.question, ask.filters) : undefined), [saved, ask.filters])
  if (error) {
    return (
      <Frame title={of.displayName}>
        <TroubleNotice error={error} again={again} />
      </Frame>
    )
  }
  if (saved && saved !== 'gone' && saved.units) return <UnitsItem saved={saved} layers={saved.units} seen={ask.seen} />
  if (saved === 'gone' || (saved && !saved.question)) {
    return (
      <Frame title={of.displayName}>
        <p className={styles.quiet}>{saved === 'gone' ? t('gone') : isOfEvents(saved) ? t('cannot.events') : t('cannot', { type: saved.type })}</p>
      </Frame>
    )
  }
  if (!saved || !question || !ask.seen) {
    return (
      <Frame title={of.displayName} busy>
        {ask.seen && <Waiting />}
      </Frame>
    )
  }
  return <Answered saved={saved} question={question} ask={ask} />
}

/** Where units are does not change with filters or figures. */
function UnitsItem({ saved, layers, seen }: { saved: Saved; layers: UnitLayer[]; seen: boolean }) {
  const head = (
    <Link to="/visualise" search={savedAddress({ kind: saved.collection, id: saved.id }).search}>
      {saved.displayName}
    </Link>
  )
  return (
    <Frame title={saved.displayName} head={head} busy={!seen}>
      {seen && <DrawnUnits layers={layers} title={saved.displayName} />}
    </Frame>
  )
}

function Answered({ saved, question, ask }: { saved: Saved; question: Question; ask: Ask }) {
  const t = useWords('dashboard')
  const [asTable, setAsTable] = useState(false)
  const { cube, error, isFetching, at, again } = useAnswer(question, { since: ask.since, may: ask.may, elements: saved.elements })
  // What has been told since it was opened is asked for again without a word.
  const isQuiet = at >= ask.since
  const isFiltered = Object.keys(ask.filters).length > 0
  const address = savedAddress({ kind: saved.collection, id: saved.id })
  const search = isFiltered ? { ...address.search, ...placeOf(question) } : address.search
  const there = cube && cube !== 'too-large' && !cube.empty ? cube : undefined
  const tools = there && isDrawn(question.kind) && (
    <Button look="quiet" className={styles.small} aria-pressed={asTable} aria-label={t('figures.of', { name: saved.displayName })} onClick={() => setAsTable(!asTable)}>
      {t('figures')}
    </Button>
  )
  return (
    <Frame
      title={saved.displayName}
      head={
        <Link to="/visualise" search={search}>
          {saved.displayName}
        </Link>
      }
      tools={tools}
      busy={(isFetching && !isQuiet) || !ask.may || (!cube && !error)}
    >
      {error && !cube && <FiguresTrouble error={error} again={again} />}
      {error && cube && <NotCurrent at={at} again={again} />}
      {!cube && !error && <Waiting />}
      {cube === 'too-large' && <p className={styles.quiet}>{t('too-large')}</p>}
      {cube && !there && cube !== 'too-large' && <p className={styles.quiet}>{t('no-values')}</p>}
      {there && <Figures saved={saved} question={question} cube={there} asTable={asTable} />}
    </Frame>
  )
}

/** Figures that could not be asked for again. */
function NotCurrent({ at, again }: { at: number; again: () => void }) {
  const t = useWords('dashboard')
  const words = useWords('shell')
  return (
    <div className={styles.old} data-old>
      <p>{t('old', { time: timeOf(at, useLanguage()) })}</p>
      <Button look="quiet" className={styles.small} onClick={again}>
        {words('try-again')}
      </Button>
    </div>
  )
}

const NOTHING: string[] = []

function Figures({ saved, question, cube, asTable }: { saved: Saved; question: Question; cube: Cube; asTable: boolean }) {
  const t = useWords('dashboard')
  const words = useWords('visualise')
  const { kind, items } = question
  const legend = useLegend(saved.legend, items.dx ?? NOTHING)
  const corner = cornerOf(question, words)
  return (
    <>
      {saved.isUndrawn && <p className={styles.quiet}>{t('undrawn', { type: saved.type })}</p>}
      {saved.left.length > 0 && <p className={styles.quiet}>{t('layers', { layers: saved.left.join(', ') })}</p>}
      {kind === 'pivot' && legend && <LegendKey classes={legend.classes} />}
      {asTable || kind === 'pivot' ? (
        <PivotTable cube={cube} caption={saved.displayName} corner={corner} legend={kind === 'pivot' ? legend : undefined} totals={kind === 'pivot'} />
      ) : (
        <Drawn cube={cube} kind={kind} title={saved.displayName} style={saved.style} legend={legend} />
      )}
    </>
  )
}

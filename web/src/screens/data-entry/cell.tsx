import { memo, useEffect, useEffectEvent, useId, useState } from 'react'
import { useWords } from '../../language/language'
import { cellId } from '../../outbox/change'
import { ConflictButton } from '../../outbox/conflict-button'
import styles from './cell.module.css'
import { Control } from './control'
import { useDesk } from './desk'
import { enter } from './enter'
import type { FormCell } from './form'
import type { CellState } from './sheet'
import { useCell } from './sheet'
import { kindOf } from './value-types'
import type { MinMax } from './values'

type Words = ReturnType<typeof useWords<'entry'>>

/** One value: typed here, saved when the field is left, marked with how that went. */
export const Cell = memo(function Cell({ cell }: { cell: FormCell }) {
  const t = useWords('entry')
  const id = useId()
  const { sheet, locked, limits } = useDesk()
  const state = useCell(sheet, cell.key)
  const [typed, setTyped] = useState(state.value)
  const [shown, setShown] = useState(state.value)
  if (shown !== state.value) {
    setShown(state.value)
    setTyped(state.value)
  }

  const commit = (value: string) => setTyped(enter(sheet, cell, value))
  // A screen that goes away, or is covered by the sign-in, sends no blur.
  const keepTyped = useEffectEvent(() => {
    if (typed !== state.value) commit(typed)
  })
  useEffect(() => () => keepTyped(), [])

  if (cell.grey) return <span className={styles.grey}>{t('grey')}</span>

  const problem = problemOf(state, cell, t)
  const unusual = problem ? '' : unusualIn(state, limits.get(cell.key), t)
  const remarks = [state.followUp ? t('follow-up.marked') : '', state.comment ? t('comment.is', { comment: state.comment }) : ''].filter(Boolean)
  const described = [problem || unusual ? `${id}-problem` : '', remarks.length > 0 ? `${id}-remarks` : ''].filter(Boolean).join(' ')
  return (
    <div className={styles.cell} data-status={state.status} data-unusual={unusual !== '' || undefined}>
      <Control
        cell={cell}
        name={cell.compulsory ? t('compulsory', { name: cell.name }) : cell.name}
        value={typed}
        disabled={locked}
        describedBy={described || undefined}
        invalid={problem !== ''}
        onType={setTyped}
        onCommit={commit}
      />
      {cell.compulsory && (
        <span className={styles.star} aria-hidden="true">
          *
        </span>
      )}
      {remarks.length > 0 && (
        <span className={styles.remarks} id={`${id}-remarks`} title={remarks.join(' ')}>
          <span className="only-read-aloud">{remarks.join(' ')}</span>
        </span>
      )}
      {(problem || unusual) && (
        <span id={`${id}-problem`} className={problem ? styles.sentence : styles.unusual}>
          {problem || unusual} <bdi>{state.status === 'unsaved' && state.refusal?.sentence}</bdi>
        </span>
      )}
      {state.theirs && <ConflictButton id={cellId(sheet.place, cell.key)} name={cell.name} />}
    </div>
  )
})

function problemOf(state: CellState, { valueType }: FormCell, t: Words): string {
  const { expects } = kindOf(valueType)
  if (state.status === 'misfit' && expects) return `${t('not-saved')} ${t(expects)}`
  if (state.status !== 'unsaved') return ''
  return state.theirs ? t('not-saved.conflict', { value: state.theirs.value === '' ? t('not-saved.nothing') : (state.theirs.value ?? '') }) : t('not-saved')
}

/** A value outside of its limits is saved; the person is asked to look at it again. */
function unusualIn({ value }: CellState, limits: MinMax | undefined, t: Words): string {
  const number = Number(value)
  if (!limits || value === '' || Number.isNaN(number)) return ''
  const { minValue: min, maxValue: max } = limits
  return number < min || number > max ? t('unusual', { min, max }) : ''
}

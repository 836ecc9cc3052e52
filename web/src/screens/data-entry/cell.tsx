import { memo, useEffect, useEffectEvent, useId, useState } from 'react'
import { useWords } from '../../language/language'
import { cellId } from '../../outbox/change'
import { ConflictButton } from '../../outbox/conflict-button'
import styles from './cell.module.css'
import { Control } from './control'
import type { FormCell } from './form'
import type { Sheet } from './sheet'
import { useCell } from './sheet'
import { kindOf, tidy } from './value-types'

interface Props {
  cell: FormCell
  /** The whole name of the field, for those who do not see its row and column. */
  name: string
  sheet: Sheet
  locked: boolean
}

/** One value: typed here, saved when the field is left, marked with how that went. */
export const Cell = memo(function Cell({ cell, name, sheet, locked }: Props) {
  const t = useWords('entry')
  const id = useId()
  const state = useCell(sheet, cell.key)
  const [typed, setTyped] = useState(state.value)
  const [shown, setShown] = useState(state.value)
  if (shown !== state.value) {
    setShown(state.value)
    setTyped(state.value)
  }

  const { expects, fits } = kindOf(cell.valueType)
  const commit = (value: string) => {
    const tidied = tidy(value, cell.valueType)
    setTyped(tidied)
    const fitting = cell.optionSet !== undefined || tidied === '' || (fits?.(tidied) ?? true)
    if (fitting) sheet.commit(cell.key, tidied)
    else sheet.keepMisfit(cell.key, tidied)
  }
  // A screen that goes away, or is covered by the sign-in, sends no blur.
  const keepTyped = useEffectEvent(() => {
    if (typed !== state.value) commit(typed)
  })
  useEffect(() => () => keepTyped(), [])

  if (cell.grey) return <span className={styles.grey}>{t('grey')}</span>

  const misfit = state.status === 'misfit' && expects ? `${t('not-saved')} ${t(expects)}` : ''
  const sentence = state.status === 'unsaved' ? problem(state, t) : misfit
  return (
    <div className={styles.cell} data-status={state.status}>
      <Control
        cell={cell}
        name={cell.compulsory ? t('compulsory', { name }) : name}
        value={typed}
        disabled={locked}
        describedBy={sentence ? id : undefined}
        invalid={sentence !== ''}
        onType={setTyped}
        onCommit={commit}
      />
      {cell.compulsory && (
        <span className={styles.star} aria-hidden="true">
          *
        </span>
      )}
      {sentence && (
        <span id={id} className={styles.sentence}>
          {sentence} <bdi>{state.status === 'unsaved' && state.refusal?.sentence}</bdi>
        </span>
      )}
      {state.theirs && <ConflictButton id={cellId(sheet.place, cell.key)} name={name} />}
    </div>
  )
})

function problem(state: ReturnType<typeof useCell>, t: ReturnType<typeof useWords<'entry'>>): string {
  return state.theirs ? t('not-saved.conflict', { value: state.theirs.value === '' ? t('not-saved.nothing') : (state.theirs.value ?? '') }) : t('not-saved')
}

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Dialog } from '../../components/dialog'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { unitQuery } from '../../organisation-units/queries'
import { useMe, viewRoots } from '../../session/me'
import styles from './cell.module.css'
import type { ControlProps } from './control'

const UnitChooser = lazy(() => import('../../organisation-units/unit-chooser').then(({ UnitChooser: component }) => ({ default: component })))

/** A value that is itself an organisation unit. */
export function UnitField({ cell, name, value, disabled, describedBy, onCommit }: ControlProps) {
  const t = useWords('entry')
  const [open, setOpen] = useState(false)
  const { data: unit } = useQuery({ ...unitQuery(value), enabled: value !== '' })
  const shown = value === '' ? t('choose') : (unit?.displayName ?? value)
  const roots = viewRoots(useMe())
  return (
    <div className={styles.picked}>
      <button
        type="button"
        data-cell={cell.key}
        aria-haspopup="dialog"
        aria-label={`${name}: ${shown}`}
        aria-describedby={describedBy}
        disabled={disabled}
        onClick={() => setOpen(true)}
      >
        <bdi>{shown}</bdi>
      </button>
      {value !== '' && !disabled && (
        <button type="button" className={styles.remove} aria-label={t('remove.of', { name })} onClick={() => onCommit('')}>
          <span aria-hidden="true">✕</span>
        </button>
      )}
      {open && (
        <Dialog title={name} onClose={() => setOpen(false)}>
          <Suspense fallback={<Waiting />}>
            <UnitChooser
              roots={roots}
              selected={unit}
              onChoose={(id) => {
                onCommit(id)
                setOpen(false)
              }}
            />
          </Suspense>
        </Dialog>
      )}
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Dialog } from '../components/dialog'
import { PickerButton } from '../components/picker-button'
import { Waiting } from '../components/waiting'
import { useWords } from '../language/language'
import { unitQuery } from './queries'
import type { Unit } from './unit'

// The tree brings React Aria; it is fetched when it is opened for the first time.
const UnitChooser = lazy(() => import('./unit-chooser').then(({ UnitChooser: component }) => ({ default: component })))

interface Props {
  roots: Unit[]
  /** The uid of the chosen unit. */
  value: string | undefined
  /** Something more urgent is on the line: the name of the unit is not asked for yet. */
  waits?: boolean
  onChange: (id: string) => void
}

export function UnitPicker({ roots, value, waits = false, onChange }: Props) {
  const t = useWords('shell')
  const [open, setOpen] = useState(false)
  const { data: unit } = useQuery({ ...unitQuery(value ?? ''), enabled: value !== undefined && !waits })
  const close = () => setOpen(false)
  return (
    <>
      <PickerButton label={t('unit.label')} value={unit?.displayName ?? (waits ? '…' : value) ?? t('unit.choose')} onOpen={() => setOpen(true)} />
      {open && (
        <Dialog title={t('unit.choose')} onClose={close}>
          <Suspense fallback={<Waiting />}>
            <UnitChooser
              roots={roots}
              selected={unit}
              onChoose={(id) => {
                onChange(id)
                close()
              }}
            />
          </Suspense>
        </Dialog>
      )}
    </>
  )
}

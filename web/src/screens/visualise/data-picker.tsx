import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { PickerButton } from '../../components/picker-button'
import { useWords } from '../../language/language'
import { dataNamesQuery } from './data-items'
import { rateOf } from './rates'

const DataDialog = lazy(() => import('./data-dialog').then(({ DataDialog: component }) => ({ default: component })))

interface Props {
  chosen: string[]
  onChange: (ids: string[]) => void
}

export function DataPicker({ chosen, onChange }: Props) {
  const t = useWords('visualise')
  const [open, setOpen] = useState(false)
  const { data: names } = useQuery(dataNamesQuery(chosen))
  const named = (names ?? []).map(({ id, displayName }) => {
    const rate = rateOf(id)
    return rate ? `${displayName} – ${t(`kind.${rate}`)}` : displayName
  })
  const value = chosen.length > 0 ? named.join(' / ') || chosen.join(' / ') : t('data.choose')
  return (
    <>
      <PickerButton label={t('data')} value={value} onOpen={() => setOpen(true)} />
      <Suspense fallback={null}>
        {open && (
          <DataDialog
            start={chosen}
            onClose={() => setOpen(false)}
            onDone={(ids) => {
              onChange(ids)
              setOpen(false)
            }}
          />
        )}
      </Suspense>
    </>
  )
}

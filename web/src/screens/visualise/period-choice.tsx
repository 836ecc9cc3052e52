import { lazy, Suspense, useState } from 'react'
import { isRelative } from '../../analyses/query'
import { spanName, spanOf } from '../../analyses/span'
import { PickerButton } from '../../components/picker-button'
import { useLanguage, useWords } from '../../language/language'
import { periodOf } from '../../periods/period'
import { periodName } from '../../periods/period-name'

const PeriodDialog = lazy(() => import('./period-dialog').then(({ PeriodDialog: component }) => ({ default: component })))

interface Props {
  chosen: string[]
  onChange: (periods: string[]) => void
}

export function usePeriodName(): (id: string) => string {
  const t = useWords('visualise')
  const language = useLanguage()
  return (id) => {
    if (isRelative(id)) return t(`period.${id}`)
    const span = spanOf([id])
    if (span) return spanName(span, language)
    const period = periodOf(id)
    return period ? periodName(period, language) : id
  }
}

/** Periods that move with today, or fixed ones; both may be chosen together. */
export function PeriodChoice({ chosen, onChange }: Props) {
  const t = useWords('visualise')
  const [open, setOpen] = useState(false)
  const nameOf = usePeriodName()
  return (
    <>
      <PickerButton label={t('period')} value={chosen.map(nameOf).join(' / ') || t('period.choose')} onOpen={() => setOpen(true)} />
      <Suspense fallback={null}>
        {open && (
          <PeriodDialog
            start={chosen}
            onClose={() => setOpen(false)}
            onDone={(periods) => {
              onChange(periods)
              setOpen(false)
            }}
          />
        )}
      </Suspense>
    </>
  )
}

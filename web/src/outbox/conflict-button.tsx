import { lazy, Suspense, useState } from 'react'
import { Button } from '../components/button'
import { enterRoom, useWords } from '../language/language'

const ConflictDialog = lazy(async () => {
  const [{ ConflictDialog: component }] = await Promise.all([import('./conflict-dialog'), enterRoom('outbox')])
  return { default: component }
})

/** At a cell whose value somebody else has changed: leads to the choice. */
export function ConflictButton({ id, name }: { id: string; name: string }) {
  const t = useWords('entry')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button aria-haspopup="dialog" aria-label={t('conflict.choose.of', { name })} onClick={() => setOpen(true)}>
        {t('conflict.choose')}
      </Button>
      {open && (
        <Suspense>
          <ConflictDialog id={id} name={name} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

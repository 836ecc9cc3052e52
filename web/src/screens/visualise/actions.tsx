import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { TroubleNotice } from '../../components/trouble'
import { useWords } from '../../language/language'
import { isComplete, type Question } from '../../analyses/question'
import type { Saved } from '../../analyses/saved'
import { collectionOf, create, remove, replace, savedQuery } from '../../analyses/saved'
import styles from './visualise.module.css'

const SaveDialog = lazy(() => import('./save-dialog').then(({ SaveDialog: component }) => ({ default: component })))
const OpenDialog = lazy(() => import('./open-dialog').then(({ OpenDialog: component }) => ({ default: component })))
const Star = lazy(() => import('../../analyses/star').then(({ Star: component }) => ({ default: component })))

interface Props {
  question: Question
  saved: Saved | undefined
}

/** Open, save, save as, delete, and the star. */
export function Actions({ question, saved }: Props) {
  const t = useWords('visualise')
  const navigate = useNavigate()
  const client = useQueryClient()
  const [open, setOpen] = useState<'open' | 'save' | 'save-as' | 'delete'>()
  const close = () => setOpen(undefined)
  const show = async (collection: Saved['collection'], id: string) => {
    await client.invalidateQueries({ queryKey: ['saved'] })
    close()
    await navigate({ to: '/visualise', search: collection === 'maps' ? { map: id } : { vis: id } })
  }
  // A map cannot take the place of a chart.
  const mayReplace = saved?.mayUpdate === true && saved.collection === collectionOf(question)
  const ready = isComplete(question)
  return (
    <div className={styles.actions}>
      <Button onClick={() => setOpen('open')}>{t('open')}</Button>
      {mayReplace && (
        <Button disabled={!ready} onClick={() => setOpen('save')}>
          {t('save')}
        </Button>
      )}
      <Button disabled={!ready} onClick={() => setOpen('save-as')}>
        {t('save-as')}
      </Button>
      {saved?.mayDelete && <Button onClick={() => setOpen('delete')}>{t('delete')}</Button>}
      <Suspense fallback={null}>
        {saved && <Star kind={saved.collection} id={saved.id} isStarred={saved.isStarred} onChange={(isStarred) => client.setQueryData(savedQuery(saved.collection, saved.id).queryKey, { ...saved, isStarred })} />}
        {open === 'open' && <OpenDialog onClose={close} />}
        {open === 'save' && saved && (
          <SaveDialog title={t('save')} start={saved.displayName} onClose={close} onSave={async (name) => {
            await replace(saved, question, name)
            await show(saved.collection, saved.id)
          }} />
        )}
        {open === 'save-as' && (
          <SaveDialog title={t('save-as')} start="" onClose={close} onSave={async (name) => show(collectionOf(question), await create(question, name))} />
        )}
      </Suspense>
      {open === 'delete' && saved && <DeleteDialog saved={saved} onClose={close} onGone={async () => {
        close()
        // Away from it first: what is gone is not asked for again.
        await navigate({ to: '/visualise', search: {} })
        client.removeQueries({ queryKey: savedQuery(saved.collection, saved.id).queryKey })
        await client.invalidateQueries({ queryKey: ['saved'] })
      }} />}
    </div>
  )
}

function DeleteDialog({ saved, onClose, onGone }: { saved: Saved; onClose: () => void; onGone: () => Promise<void> }) {
  const t = useWords('visualise')
  const [trouble, setTrouble] = useState<Error>()
  const run = () => {
    remove(saved)
      .then(onGone)
      .catch((error: unknown) => setTrouble(error instanceof Error ? error : new Error(String(error))))
  }
  return (
    <Dialog title={t('delete.title', { name: saved.displayName })} onClose={onClose}>
      <div className={styles.form}>
        <p>{t('delete.advice')}</p>
        {trouble && <TroubleNotice error={trouble} />}
        <Button look="main" onClick={run}>
          {t('delete')}
        </Button>
      </div>
    </Dialog>
  )
}

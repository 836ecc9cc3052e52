import { useMutation, useQueryClient } from '@tanstack/react-query'
import { del, post } from '../api/client'
import { Button } from '../components/button'
import { TroubleNotice } from '../components/trouble'
import { useWords } from '../language/language'
import type { SavedKind } from './saved-list'

interface Props {
  kind: SavedKind
  id: string
  isStarred: boolean
  /** The server has it so. */
  onChange: (isStarred: boolean) => void
}

/** Marks something saved as a favourite of the person, or no longer. */
export function Star({ kind, id, isStarred, onChange }: Props) {
  const t = useWords('visualise')
  const client = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (on: boolean) => {
      await (on ? post(`${kind}/${id}/favorite`, {}) : del(`${kind}/${id}/favorite`))
      return on
    },
    onSuccess: (on) => {
      onChange(on)
      return client.invalidateQueries({ queryKey: ['saved', 'list'] })
    },
  })
  return (
    <>
      <Button aria-pressed={isStarred} aria-disabled={isPending} onClick={() => isPending || mutate(!isStarred)}>
        <span aria-hidden="true">{isStarred ? '★' : '☆'}</span>
        {t('star')}
      </Button>
      {error && <TroubleNotice error={error} />}
    </>
  )
}

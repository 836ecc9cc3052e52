import { useMutation } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { Button } from '../../components/button'
import { TextField } from '../../components/field'
import { useWords } from '../../language/language'
import { AccountProblem } from './account-problem'
import styles from './profile.module.css'

interface Props {
  help: string
  action: string
  send: (code: string) => Promise<unknown>
  onDone: () => Promise<void>
  onCancel: () => void
}

export function CodeForm({ help, action, send, onDone, onCancel }: Props) {
  const t = useWords('account')
  const { mutate, isPending, error } = useMutation({ mutationFn: send, onSuccess: onDone })
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const field = event.currentTarget.querySelector('input')
    if (!field || isPending) return
    mutate(field.value.replaceAll(/\s/g, ''), {
      onError: () => field.select(),
    })
  }
  return (
    <form className={styles.code} onSubmit={submit}>
      <TextField label={t('code')} help={help} name="code" autoComplete="one-time-code" inputMode="numeric" required />
      {error && <AccountProblem error={error} />}
      <div className={styles.buttons}>
        <Button look="main" type="submit" aria-disabled={isPending}>
          {action}
        </Button>
        <Button onClick={onCancel}>{t('cancel')}</Button>
      </div>
    </form>
  )
}

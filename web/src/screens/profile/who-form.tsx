import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { put } from '../../api/client'
import { Button } from '../../components/button'
import { TextField } from '../../components/field'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { useWords } from '../../language/language'
import { askWhoIAm } from '../../session/session'
import styles from './profile.module.css'

const FIELDS = ['firstName', 'surname', 'email', 'phoneNumber'] as const

export type ProfileData = { username: string; emailVerified?: boolean; twoFactorType?: string } & Partial<Record<(typeof FIELDS)[number], string>>

const TYPES = { firstName: 'text', surname: 'text', email: 'email', phoneNumber: 'tel' } as const
const COMPLETIONS = { firstName: 'given-name', surname: 'family-name', email: 'email', phoneNumber: 'tel' } as const

export function WhoForm({ profile }: { profile: ProfileData }) {
  const t = useWords('account')
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (changed: object) => put('me', changed),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['profile'] })
      // The header greets with the new name.
      await askWhoIAm()
    },
  })
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    save.mutate(Object.fromEntries(FIELDS.map((name) => [name, fields.get(name)])))
  }
  return (
    <form className={styles.part} aria-labelledby="who" onSubmit={submit}>
      <h2 id="who">{t('who')}</h2>
      <p>
        {t('username')}: <bdi>{profile.username}</bdi>
      </p>
      {FIELDS.map((name) => (
        <TextField key={name} label={t(name)} name={name} type={TYPES[name]} autoComplete={COMPLETIONS[name]} defaultValue={profile[name] ?? ''} required={name === 'firstName' || name === 'surname'} />
      ))}
      {save.error && <TroubleNotice error={save.error} />}
      {save.isSuccess && <Notice kind="good">{t('saved')}</Notice>}
      <Button look="main" type="submit" disabled={save.isPending}>
        {t('save')}
      </Button>
    </form>
  )
}

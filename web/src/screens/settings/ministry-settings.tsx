import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { askMinistry } from '../../appearance/ministry'
import { get, post, postForm } from '../../api/client'
import { Button } from '../../components/button'
import { TextField } from '../../components/field'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { currentLanguage, useWords } from '../../language/language'
import styles from '../profile/profile.module.css'
import { colourIn, withColour } from './ministry-style'

const TEXTS = ['applicationTitle', 'keyApplicationIntro', 'keyApplicationNotification', 'keyApplicationFooter'] as const

type SystemSettings = Record<(typeof TEXTS)[number] | 'keyCustomCss', string>

const PLAIN_COLOUR = '#0a5c58'

/** The ministry's name, words, colour and logo, for whoever may change the settings of the system. */
export function MinistrySettings() {
  const { data, error, refetch } = useQuery({
    queryKey: ['settings', 'ministry'],
    queryFn: ({ signal }) => get<SystemSettings>('systemSettings', { key: [...TEXTS, 'keyCustomCss'] }, signal),
  })
  if (error) return <TroubleNotice error={error} again={() => void refetch()} />
  return data ? <MinistryForm settings={data} /> : <Waiting />
}

function MinistryForm({ settings }: { settings: SystemSettings }) {
  const t = useWords('account')
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: saveMinistry,
    onSuccess: async () => {
      await Promise.all([client.invalidateQueries({ queryKey: ['settings', 'ministry'] }), askMinistry(currentLanguage(), true)])
    },
  })
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    save.mutate({ settings, fields: new FormData(event.currentTarget) })
  }
  return (
    <form className={styles.part} aria-labelledby="ministry" onSubmit={submit}>
      <h2 id="ministry">{t('ministry')}</h2>
      {TEXTS.map((key) => (
        <TextField key={key} label={t(key)} name={key} defaultValue={settings[key]} />
      ))}
      <TextField label={t('colour')} help={t('colour.help')} name="colour" type="color" defaultValue={colourIn(settings.keyCustomCss) ?? PLAIN_COLOUR} />
      <TextField label={t('logo')} help={t('logo.help')} name="logo" type="file" accept="image/png" />
      {save.error && <TroubleNotice error={save.error} />}
      {save.isSuccess && <Notice kind="good">{t('saved')}</Notice>}
      <Button look="main" type="submit" disabled={save.isPending}>
        {t('save')}
      </Button>
    </form>
  )
}

/** The texts and the colour in one call; the logo goes after them, since not every server takes one. */
async function saveMinistry({ settings, fields }: { settings: SystemSettings; fields: FormData }): Promise<void> {
  const read = (name: string) => {
    const value = fields.get(name)
    return typeof value === 'string' ? value : ''
  }
  const colour = read('colour')
  const unchanged = colour === (colourIn(settings.keyCustomCss) ?? PLAIN_COLOUR)
  await post('systemSettings', {
    ...Object.fromEntries(TEXTS.map((key) => [key, read(key)])),
    ...(unchanged ? {} : { keyCustomCss: withColour(settings.keyCustomCss, colour) }),
  })
  const logo = fields.get('logo')
  if (!(logo instanceof File) || logo.size === 0) return
  const form = new FormData()
  form.set('file', logo)
  await postForm('staticContent/logo_front', form)
  await post('systemSettings', { keyUseCustomLogoFront: 'true' })
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ChangeEvent } from 'react'
import { address, get, postForm } from '../../api/client'
import { Refusal } from '../../api/refusal'
import { useWords } from '../../language/language'
import styles from './cell.module.css'
import type { ControlProps } from './control'
import { useDesk } from './desk'
import type { EntryPlace } from './values'
import { valuesKey } from './values'

interface FileResource {
  name: string
  contentLength?: number
}

/** A file or a picture. It goes to the server at once: unlike what is typed, it is not kept on the device. */
export function FileField({ cell, name, value, disabled, describedBy, onCommit }: ControlProps) {
  const t = useWords('entry')
  const { place } = useDesk()
  const client = useQueryClient()
  const { data: file } = useQuery({
    queryKey: ['file-resources', value],
    enabled: value !== '',
    queryFn: ({ signal }) => get<FileResource>(`fileResources/${value}`, {}, signal),
  })
  const upload = useMutation({
    mutationFn: (chosen: File) => postForm('dataValues/file', formOf(place, cell.key, chosen)),
    onSuccess: () => client.invalidateQueries({ queryKey: valuesKey(place) }),
  })
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.target.files ?? []
    // The same file may be chosen again after a failure.
    event.target.value = ''
    if (chosen) upload.mutate(chosen)
  }
  return (
    <div className={styles.file}>
      {value !== '' && (
        <span className={styles.picked}>
          <a href={fileAddress(place, cell.key)} target="_blank" rel="noopener" aria-label={`${name}: ${file?.name ?? t('file')}`}>
            <bdi>{file?.name ?? t('file')}</bdi>
          </a>
          {!disabled && (
            <button type="button" className={styles.remove} aria-label={t('remove.of', { name })} onClick={() => onCommit('')}>
              <span aria-hidden="true">✕</span>
            </button>
          )}
        </span>
      )}
      <input
        type="file"
        data-cell={cell.key}
        accept={cell.valueType === 'IMAGE' ? 'image/*' : undefined}
        aria-label={name}
        aria-describedby={describedBy}
        disabled={disabled || upload.isPending}
        onChange={choose}
      />
      {upload.isPending && <span role="status">{t('file.sending')}</span>}
      {upload.error && (
        <span role="alert" className={styles.sentence}>
          {t('file.not-sent')} <bdi>{upload.error instanceof Refusal ? upload.error.sentence : ''}</bdi>
        </span>
      )}
    </div>
  )
}

/** How these calls name the place of a value. */
function wordsOf({ dataSet, period, unit, attribute }: EntryPlace, key: string): Record<string, string> {
  const [de = '', co = ''] = key.split('.')
  return { de, co, ds: dataSet, pe: period, ou: unit, ...(attribute ? { cc: attribute.combo, cp: attribute.options.join(';') } : {}) }
}

function formOf(place: EntryPlace, key: string, file: File): FormData {
  const form = new FormData()
  for (const [name, word] of Object.entries(wordsOf(place, key))) form.set(name, word)
  form.set('file', file)
  return form
}

function fileAddress(place: EntryPlace, key: string): string {
  return address('dataValues/files', wordsOf(place, key))
}

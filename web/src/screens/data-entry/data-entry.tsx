import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Place } from '../../address'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { Page } from '../../shell/page'
import { attributeOf } from './attribute'
import { Choices } from './choices'
import { EntryForm } from './entry-form'
import { buildForm } from './form'
import type { DataSet, Metadata } from './metadata'
import { metadataQuery } from './metadata'
import type { EntryPlace } from './values'
import { placeKey } from './values'

export function DataEntry() {
  const t = useWords('entry')
  const { data: metadata, error, refetch } = useQuery(metadataQuery)
  return (
    <Page title={t('title')}>
      {error && <TroubleNotice error={error} again={() => void refetch()} />}
      {!metadata && !error && <Waiting />}
      {metadata && (metadata.dataSets.some(({ organisationUnits }) => organisationUnits.length > 0) ? <Desk metadata={metadata} /> : <Notice kind="warn">{t('no-data-sets')}</Notice>)}
    </Page>
  )
}

/** The choices, and under them the form or what is missing for it. */
function Desk({ metadata }: { metadata: Metadata }) {
  const t = useWords('entry')
  const place = useSearch({ from: '__root__' })
  const navigate = useNavigate()
  const dataSet = metadata.dataSets.find(({ id }) => id === place.ds)
  const choose = (change: Place) => void navigate({ to: '/data-entry', search: { ...place, ...change }, replace: true, resetScroll: false })
  const reports = dataSet !== undefined && place.ou !== undefined && dataSet.organisationUnits.includes(place.ou)
  return (
    <>
      <Choices metadata={metadata} dataSet={dataSet} place={place} onChoose={choose} />
      {dataSet && place.ou && !reports ? (
        <Notice kind="warn" title={t('not-assigned.title')}>
          {t('not-assigned.advice', { dataSet: dataSet.displayName })}
        </Notice>
      ) : (
        <FormAt metadata={metadata} dataSet={dataSet} place={place} />
      )}
    </>
  )
}

function FormAt({ metadata, dataSet, place }: { metadata: Metadata; dataSet: DataSet | undefined; place: Place }) {
  const t = useWords('entry')
  const form = useMemo(() => dataSet && buildForm(metadata, dataSet), [metadata, dataSet])
  const attribute = dataSet && attributeOf(metadata, dataSet, place.cp)
  if (!dataSet || !form || !place.ou || !place.pe || attribute === 'incomplete') return <Notice kind="plain">{t('choose-first')}</Notice>
  const at: EntryPlace = { dataSet: dataSet.id, unit: place.ou, period: place.pe, ...(attribute ? { attribute } : {}) }
  return <EntryForm key={placeKey(at)} form={form} place={at} />
}

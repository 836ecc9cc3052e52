import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Place } from '../../address'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { useMe } from '../../session/me'
import { Page } from '../../shell/page'
import { attributeOf } from './attribute'
import { Choices } from './choices'
import { EntryForm } from './entry-form'
import { buildForm } from './form'
import { lastChoice, rememberChoice } from './last-choice'
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
      {metadata && (metadata.dataSets.some(({ organisationUnits }) => organisationUnits.length > 0) ? <Workplace metadata={metadata} /> : <Notice kind="warn">{t('no-data-sets')}</Notice>)}
    </Page>
  )
}

/** The choices, and under them the form or what is missing for it. */
function Workplace({ metadata }: { metadata: Metadata }) {
  const t = useWords('entry')
  const place = useRemembered(useSearch({ from: '__root__' }), metadata)
  const navigate = useNavigate()
  const [ready, setReady] = useState(false)
  const isReady = useCallback(() => setReady(true), [])
  const dataSet = metadata.dataSets.find(({ id }) => id === place.ds)
  const choose = (change: Place) => void navigate({ to: '/data-entry', search: { ...place, ...change }, replace: true, resetScroll: false })
  const reports = dataSet !== undefined && place.ou !== undefined && dataSet.organisationUnits.includes(place.ou)
  const wanted = formWanted(metadata, dataSet, place)
  // The form is what a slow line carries first; the name of its unit, which the person has chosen, may come after it.
  const waits = wanted !== undefined && reports && !ready
  return (
    <>
      <Choices metadata={metadata} dataSet={dataSet} place={place} waits={waits} onChoose={choose} />
      {dataSet && place.ou && !reports ? (
        <Notice kind="warn" title={t('not-assigned.title')}>
          {t('not-assigned.advice', { dataSet: dataSet.displayName })}
        </Notice>
      ) : (
        <FormAt metadata={metadata} wanted={wanted} onReady={isReady} />
      )}
    </>
  )
}

interface Wanted {
  dataSet: DataSet
  at: EntryPlace
}

/** The form that all choices together lead to. */
function formWanted(metadata: Metadata, dataSet: DataSet | undefined, place: Place): Wanted | undefined {
  if (!dataSet || !place.ou || !place.pe) return undefined
  const attribute = attributeOf(metadata, dataSet, place.cp)
  if (attribute === 'incomplete') return undefined
  return { dataSet, at: { dataSet: dataSet.id, unit: place.ou, period: place.pe, ...(attribute ? { attribute } : {}) } }
}

function FormAt({ metadata, wanted, onReady }: { metadata: Metadata; wanted: Wanted | undefined; onReady: () => void }) {
  const t = useWords('entry')
  const dataSet = wanted?.dataSet
  const form = useMemo(() => dataSet && buildForm(metadata, dataSet), [metadata, dataSet])
  if (!wanted || !form) return <Notice kind="plain">{t('choose-first')}</Notice>
  return <EntryForm key={placeKey(wanted.at)} form={form} place={wanted.at} onReady={onReady} />
}

/** The address decides; where it says nothing, the last choice of this person does, and goes into the address. */
function useRemembered(place: Place, metadata: Metadata): Place {
  const { username } = useMe()
  const navigate = useNavigate()
  const [last] = useState(() => (place.ds || place.ou || place.pe ? undefined : lastChoice(username)))
  const useful = last && metadata.dataSets.some(({ id }) => id === last.ds) && !place.ds && !place.ou && !place.pe
  useEffect(() => {
    if (useful) void navigate({ to: '/data-entry', search: last, replace: true, resetScroll: false })
  }, [useful, last, navigate])
  useEffect(() => {
    if (place.ds) rememberChoice(username, place)
  }, [username, place])
  return place
}

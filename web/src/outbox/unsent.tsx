import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useReachable } from '../api/connection'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { useWords } from '../language/language'
import type { EntryPlace } from '../screens/data-entry/values'
import { placeKey } from '../screens/data-entry/values'
import type { Change } from './change'
import { ConflictChoice } from './conflict'
import { myOutbox, useChanges } from './mine'
import { useCellName, useFieldWords, usePlaceName } from './names'
import styles from './unsent.module.css'

/** Everything that has not reached the server: what, where, why not, and what to do about it. */
export function Unsent({ onClose }: { onClose: () => void }) {
  const t = useWords('outbox')
  const reachable = useReachable()
  const changes = useChanges()
  const keys = [...new Set(changes.map(({ place }) => placeKey(place)))]
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <div className={styles.body}>
        <div className={styles.intro}>
          <p role="status">{changes.length === 0 ? t('all-sent') : reachable ? t('line-up', { n: changes.length }) : t('line-down', { n: changes.length })}</p>
          {!reachable && <p>{t('line-down.reading')}</p>}
          {changes.length > 0 && <Button onClick={() => myOutbox().retry()}>{t('send-now')}</Button>}
        </div>
        {keys.map((key) => (
          <OfPlace key={key} changes={changes.filter(({ place }) => placeKey(place) === key)} onLeave={onClose} />
        ))}
      </div>
    </Dialog>
  )
}

function OfPlace({ changes, onLeave }: { changes: Change[]; onLeave: () => void }) {
  const [first] = changes
  return first ? (
    <section className={styles.place}>
      <PlaceHeading place={first.place} onLeave={onLeave} />
      <ul>
        {changes.map((change) => (
          <OneChange key={change.id} change={change} />
        ))}
      </ul>
    </section>
  ) : null
}

function PlaceHeading({ place, onLeave }: { place: EntryPlace; onLeave: () => void }) {
  const { title, where } = usePlaceName(place)
  const search = { ds: place.dataSet, ou: place.unit, pe: place.period, ...(place.attribute ? { cp: place.attribute.options.join(';') } : {}) }
  return (
    <h3>
      <Link to="/data-entry" search={search} onClick={onLeave}>
        <bdi>{title}</bdi>
      </Link>
      <span className={styles.where}>
        <bdi>{where}</bdi>
      </span>
    </h3>
  )
}

function OneChange({ change }: { change: Change }) {
  const name = useCellName(change)
  const words = useFieldWords(change)
  const why = useWhy(change)
  return (
    <li className={styles.change}>
      <p className={styles.what}>
        <bdi>{name}</bdi>
        {change.cell !== undefined && (
          <strong>
            <bdi>{words(change.mine)}</bdi>
          </strong>
        )}
      </p>
      {change.state === 'conflict' ? (
        <ConflictChoice change={change} name={name} />
      ) : (
        <p className={styles.why}>
          {why} <bdi>{change.reason?.sentence}</bdi>
        </p>
      )}
      {change.state !== 'conflict' && <Discard change={change} name={name} />}
    </li>
  )
}

function useWhy(change: Change): string {
  const t = useWords('outbox')
  const reachable = useReachable()
  const changes = useChanges()
  if (change.state === 'misfit') return t('why.misfit')
  if (change.state === 'refused') return t('why.refused')
  if (!reachable) return myOutbox().isFleeting(change.id) ? t('why.fleeting') : t('why.offline')
  if (change.reason) return t('why.server')
  const values = changes.some(({ cell, place }) => cell !== undefined && placeKey(place) === placeKey(change.place))
  return change.cell === undefined && values ? t('why.values-first') : t('why.sending')
}

/** What is discarded is gone; that is asked twice. */
function Discard({ change, name }: { change: Change; name: string }) {
  const t = useWords('outbox')
  const [asking, setAsking] = useState(false)
  if (!asking) {
    return (
      <div className={styles.actions}>
        <Button look="quiet" aria-label={t('discard.of', { name })} onClick={() => setAsking(true)}>
          {t('discard')}
        </Button>
      </div>
    )
  }
  return (
    <div className={styles.actions} role="group" aria-label={t('discard.sure')}>
      <p>{t('discard.sure')}</p>
      {/* The focus goes where the question is. */}
      {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
      <Button autoFocus onClick={() => setAsking(false)}>
        {t('discard.no')}
      </Button>
      <Button onClick={() => void myOutbox().discard(change.id)}>{t('discard.yes')}</Button>
    </div>
  )
}

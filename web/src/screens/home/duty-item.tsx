import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useLanguage, useWords } from '../../language/language'
import { dayName, periodName } from '../../periods/period-name'
import type { Duty } from './duties'
import { daysBetween } from './duties'
import styles from './home.module.css'
import { MOST_NAMES, unitNamesQuery } from './queries'

interface Name {
  id: string
  displayName: string
}

interface Props {
  duty: Duty
  today: string
  /** The names of the units; undefined where they are so many that only an opened report asks for its own. */
  names: Name[] | undefined
}

export function DutyItem({ duty, today, names }: Props) {
  const t = useWords('home')
  const language = useLanguage()
  const { dataSet, period, missing, due, late } = duty
  const when = late
    ? t('late.since', { day: dayName(due, language), n: daysBetween(due, today) })
    : t('due.until', { day: dayName(due, language), n: daysBetween(today, due) })
  const [only] = missing
  return (
    <li className={styles.duty} data-duty={`${dataSet.id} ${period.id}`}>
      <p className={styles.report}>
        <bdi>{dataSet.displayName}</bdi>
        <span>{periodName(period, language)}</span>
      </p>
      <p className={styles.when}>{when}</p>
      {missing.length === 1 && only !== undefined ? (
        <UnitLink duty={duty} unit={names?.find(({ id }) => id === only) ?? { id: only, displayName: '' }} />
      ) : (
        <Units duty={duty} names={names} />
      )}
    </li>
  )
}

/** One report of a district is owed by many of its units; their links are behind their number. */
function Units({ duty, names }: { duty: Duty; names: Name[] | undefined }) {
  const t = useWords('home')
  const [open, setOpen] = useState(false)
  const { missing, dataSet } = duty
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('units', { missing: missing.length, all: dataSet.organisationUnits.length })}</summary>
      {open && (names ? <Links duty={duty} names={names.filter(({ id }) => missing.includes(id))} /> : <LinksAsked duty={duty} />)}
    </details>
  )
}

function LinksAsked({ duty }: { duty: Duty }) {
  const t = useWords('home')
  const { data, error, refetch } = useQuery(unitNamesQuery(duty.missing))
  if (error) return <TroubleNotice error={error} again={() => void refetch()} />
  if (!data) return <Waiting />
  return (
    <>
      <Links duty={duty} names={data} />
      {duty.missing.length > MOST_NAMES && <p className={styles.more}>{t('units.more', { n: duty.missing.length - MOST_NAMES })}</p>}
    </>
  )
}

function Links({ duty, names }: { duty: Duty; names: Name[] }) {
  return (
    <ul className={styles.units}>
      {names.map((unit) => (
        <li key={unit.id}>
          <UnitLink duty={duty} unit={unit} />
        </li>
      ))}
    </ul>
  )
}

function UnitLink({ duty, unit }: { duty: Duty; unit: Name }) {
  const t = useWords('home')
  const language = useLanguage()
  const { dataSet, period } = duty
  return (
    <Link to="/data-entry" search={{ ds: dataSet.id, ou: unit.id, pe: period.id }} className={styles.enter}>
      <bdi>{unit.displayName || t('enter')}</bdi>
      <span className="only-read-aloud">{` ${dataSet.displayName}, ${periodName(period, language)}`}</span>
    </Link>
  )
}

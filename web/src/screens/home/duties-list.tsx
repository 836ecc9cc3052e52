import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { today } from '../../periods/calendar'
import { useMe } from '../../session/me'
import { metadataQuery } from '../data-entry/metadata'
import type { Duty } from './duties'
import { dutiesOf } from './duties'
import { DutyItem } from './duty-item'
import styles from './home.module.css'
import { completionsQuery, MOST_NAMES, unitNamesQuery } from './queries'

/** What needs the person today: reports that are late or soon due. */
export function Duties() {
  const t = useWords('home')
  return (
    <section className={styles.part} aria-labelledby="duties">
      <h2 id="duties">{t('duties')}</h2>
      <Owed />
    </section>
  )
}

function Owed() {
  const t = useWords('home')
  const me = useMe()
  const now = today()
  const metadata = useQuery(metadataQuery)
  const sets = metadata.data?.dataSets ?? []
  const asked = completionsQuery(sets, me.organisationUnits, now)
  const completions = useQuery(asked)
  const error = metadata.error ?? completions.error
  if (error) return <TroubleNotice error={error} again={() => void (metadata.error ? metadata : completions).refetch()} />
  if (me.organisationUnits.length === 0) return <Notice kind="warn">{t('no-units')}</Notice>
  if (metadata.data && !sets.some(({ organisationUnits }) => organisationUnits.length > 0)) return <Notice kind="plain">{t('no-sets')}</Notice>
  if (!metadata.data || (asked.enabled && !completions.data)) return <Waiting />
  const duties = dutiesOf(sets, completions.data ?? [], now)
  return duties.length > 0 ? <List duties={duties} today={now} /> : <NothingOwed />
}

/** Named at once where they are few; the others when their report is opened. */
function List({ duties, today: now }: { duties: Duty[]; today: string }) {
  const t = useWords('home')
  const units = [...new Set(duties.flatMap(({ missing }) => missing))]
  const few = units.length <= MOST_NAMES
  const { data: names } = useQuery({ ...unitNamesQuery(units), enabled: few })
  const groups = [
    { name: 'late' as const, duties: duties.filter(({ late }) => late) },
    { name: 'due' as const, duties: duties.filter(({ late }) => !late) },
  ]
  return groups
    .filter((group) => group.duties.length > 0)
    .map((group) => (
      <div key={group.name} className={styles.group}>
        <h3 className={styles[group.name]}>{t(group.name, { n: group.duties.length })}</h3>
        <ul className={styles.duties}>
          {group.duties.map((duty) => (
            <DutyItem key={`${duty.dataSet.id} ${duty.period.id}`} duty={duty} today={now} names={few ? (names ?? []) : undefined} />
          ))}
        </ul>
      </div>
    ))
}

function NothingOwed() {
  const t = useWords('home')
  return (
    <Notice kind="good" title={t('nothing-owed')}>
      {t('nothing-owed.advice')} <Link to="/data-entry">{t('nothing-owed.next')}</Link>
    </Notice>
  )
}

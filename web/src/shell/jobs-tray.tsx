import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { get } from '../api/client'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { Notice } from '../components/notice'
import { TroubleNotice } from '../components/trouble'
import { Waiting } from '../components/waiting'
import { useLanguage, useWords } from '../language/language'
import { dateLocale } from '../language/languages'
import type { Job } from './jobs'
import { jobsOf, jobsQuery } from './jobs'
import styles from './jobs.module.css'

/** The jobs of the person, how far they are, and what came of them. */
export function JobsTray({ onClose }: { onClose: () => void }) {
  const t = useWords('finder')
  const { data: tasks, error, refetch } = useQuery(jobsQuery)
  const jobs = tasks && jobsOf(tasks)
  return (
    <Dialog title={t('jobs')} onClose={onClose}>
      <div className={styles.body}>
        {error && <TroubleNotice error={error} again={() => void refetch()} />}
        {!jobs && !error && <Waiting />}
        {jobs?.length === 0 && <Notice kind="plain">{t('jobs.none')}</Notice>}
        {jobs && jobs.length > 0 && (
          <ul className={styles.jobs}>
            {jobs.map((job) => (
              <JobItem key={job.id} job={job} />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  )
}

function JobItem({ job }: { job: Job }) {
  const t = useWords('finder')
  const language = useLanguage()
  const [asked, setAsked] = useState(false)
  const time = new Intl.DateTimeFormat(dateLocale(language), { dateStyle: 'medium', timeStyle: 'short', calendar: 'gregory' }).format(new Date(job.time))
  const name = t('job', { type: job.type })
  return (
    <li className={styles.job} data-state={job.state}>
      <p className={styles.head}>
        <strong>{name === '' ? job.type.toLowerCase().replaceAll('_', ' ') : name}</strong>
        <span>{t(`job.${job.state}`)}</span>
      </p>
      {job.state === 'running' && <progress className={styles.progress} aria-label={name || job.type} value={job.share} />}
      <p className={styles.said}>
        <bdi>{job.message}</bdi>
      </p>
      <p className={styles.said}>{time}</p>
      {job.state !== 'running' && !asked && <Button onClick={() => setAsked(true)}>{t('job.report')}</Button>}
      {asked && <Report job={job} />}
    </li>
  )
}

interface Summary {
  importCount?: { imported: number; updated: number; ignored: number; deleted: number }
  conflicts?: { value?: string; object?: string }[]
}

const MOST_CONFLICTS = 20

function Report({ job }: { job: Job }) {
  const t = useWords('finder')
  const { data, error, isFetched } = useQuery({
    queryKey: ['jobs', 'summary', job.id],
    queryFn: async ({ signal }) => (await get<Summary | undefined>(`system/taskSummaries/${job.type}/${job.id}`, {}, signal)) ?? null,
  })
  if (error) return <TroubleNotice error={error} />
  if (!isFetched) return <Waiting />
  const conflicts = data?.conflicts ?? []
  return (
    <div role="status">
      {data?.importCount ? <p>{t('job.counts', { ...data.importCount })}</p> : <p>{t('job.no-report')}</p>}
      {conflicts.length > 0 && (
        <ul>
          {conflicts.slice(0, MOST_CONFLICTS).map(({ value, object }, index) => (
            <li key={index}>{value ?? object}</li>
          ))}
        </ul>
      )}
      {conflicts.length > MOST_CONFLICTS && <p>{t('job.more', { n: conflicts.length - MOST_CONFLICTS })}</p>}
    </div>
  )
}

import { useReachable } from '../api/connection'
import { Notice } from '../components/notice'
import { useWords } from '../language/language'
import { takeUpdate, useUpdate } from '../installation/updates'
import { myOutbox, useStanding } from './mine'

/** Under the header: what the person must know whatever screen they are on. */
export function Announcements() {
  return (
    <>
      <FullDevice />
      <Update />
    </>
  )
}

/** The device has no room: what was typed is in this page only. */
function FullDevice() {
  const t = useWords('shell')
  const reachable = useReachable()
  const { fleeting, stuck, delayed } = useStanding()
  if (fleeting === 0 || (reachable && stuck + delayed === 0)) return null
  return (
    <Notice kind="bad" title={t('device-full', { n: fleeting })}>
      {t('device-full.advice')}
    </Notice>
  )
}

function Update() {
  const t = useWords('shell')
  if (!useUpdate()) return null
  const load = () => void myOutbox().settled().then(takeUpdate)
  return (
    <Notice kind="plain" title={t('update')} action={{ label: t('update.load'), run: load }}>
      {t('update.advice')}
    </Notice>
  )
}

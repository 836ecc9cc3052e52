import { Notice } from '../../components/notice'
import { useWords } from '../../language/language'
import { problemOf } from './checks'
import { useDesk } from './desk'
import { Problems } from './problems'
import type { Violation } from './rules'

/** The rules that what is typed breaks, while one types. */
export function RuleNotice({ violations, onGo }: { violations: Violation[]; onGo: (key: string) => void }) {
  const t = useWords('entry')
  const desk = useDesk()
  if (violations.length === 0) return null
  return (
    <Notice kind="warn" title={t('rules.broken', { n: violations.length })}>
      <Problems problems={violations.map((violation) => problemOf(desk, violation))} onGo={onGo} />
    </Notice>
  )
}

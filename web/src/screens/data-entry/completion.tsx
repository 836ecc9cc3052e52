import { useState } from 'react'
import { flushSync } from 'react-dom'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Notice } from '../../components/notice'
import { useWords } from '../../language/language'
import type { Findings } from './checks'
import { findProblems } from './checks'
import styles from './completion.module.css'
import { useDesk } from './desk'
import details from './details.module.css'
import { Problems } from './problems'
import type { Violation } from './rules'
import { useCompletion } from './sheet'
import type { StoredValues } from './values'

interface Props {
  values: StoredValues
  violations: Violation[]
  onGo: (key: string) => void
}

/** The end of a report: it is checked, marked complete, and opened again. */
export function Completion({ values, violations, onGo }: Props) {
  const t = useWords('entry')
  const desk = useDesk()
  const { wanted, status, refusal } = useCompletion(desk.sheet)
  const [checking, setChecking] = useState(false)
  const [found, setFound] = useState<{ findings: Findings; completing: boolean }>()
  const complete = wanted ?? values.completeStatus.complete
  const check = async (completing: boolean) => {
    if (checking) return
    setChecking(true)
    const findings = await findProblems(desk, violations)
    setChecking(false)
    if (completing && findings.problems.length === 0) desk.sheet.complete(true)
    else setFound({ findings, completing })
  }
  const finish = () => {
    desk.sheet.complete(true)
    setFound(undefined)
  }
  return (
    <div className={styles.bar}>
      <p role="status">{checking ? t('checking') : status === 'kept' ? t('completion.kept') : status === 'saving' ? t('completion.saving') : complete ? t('completion.done') : t('completion.open')}</p>
      <div className={styles.buttons}>
        <Button disabled={checking} onClick={() => void check(false)}>
          {t('check')}
        </Button>
        {/* One button, which is not switched off while it checks: who pressed it by keyboard is still there afterwards. */}
        {!desk.locked && (
          <Button look={complete ? 'plain' : 'main'} onClick={() => (complete ? desk.sheet.complete(false) : void check(true))}>
            {t(complete ? 'reopen' : 'mark-complete')}
          </Button>
        )}
      </div>
      {status === 'unsaved' && (
        <Notice kind="bad" title={t('completion.refused')}>
          <bdi>{refusal?.sentence}</bdi>
        </Notice>
      )}
      {found && (
        <Dialog title={t('check.title')} onClose={() => setFound(undefined)}>
          <Found
            {...found}
            onFinish={finish}
            onGo={(key) => {
              // A dialog that closes gives the focus back to where it was; only then it may go to the field.
              flushSync(() => setFound(undefined))
              onGo(key)
            }}
            onBack={() => setFound(undefined)}
          />
        </Dialog>
      )}
    </div>
  )
}

interface FoundProps {
  findings: Findings
  completing: boolean
  onFinish: () => void
  onGo: (key: string) => void
  onBack: () => void
}

function Found({ findings: { problems, blocks, byServer }, completing, onFinish, onGo, onBack }: FoundProps) {
  const t = useWords('entry')
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the list scrolls, so a keyboard must reach it */}
      <div className={details.body} tabIndex={0} role="group" aria-label={t('check.title')}>
        <p role="status">{t('check.found', { n: problems.length })}</p>
        {!byServer && <p className={details.quiet}>{t('check.here')}</p>}
        {completing && blocks && <Notice kind="warn">{t('check.blocks')}</Notice>}
        <Problems problems={problems} onGo={onGo} />
      </div>
      <div className={details.foot}>
        <Button onClick={onBack}>{t('back-to-form')}</Button>
        {completing && !blocks && (
          <Button look="main" onClick={onFinish}>
            {t('complete-anyway')}
          </Button>
        )}
      </div>
    </>
  )
}

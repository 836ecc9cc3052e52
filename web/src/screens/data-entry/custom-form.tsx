import { queryOptions, useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useMemo, useRef } from 'react'
import { createPortal } from 'react-dom'
import { getKeptFirst } from '../../api/kept'
import { Notice } from '../../components/notice'
import { TroubleNotice } from '../../components/trouble'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { Cell } from './cell'
import type { Slot } from './custom'
import { cleanForm } from './custom'
import styles from './custom-form.module.css'
import { useDesk } from './desk'
import { IndicatorFigure } from './indicators'
import { customFormPath } from './metadata'
import { Total } from './totals'

function customFormQuery(dataSet: string) {
  return queryOptions({
    queryKey: ['data-entry', 'custom-form', dataSet],
    queryFn: (context) => getKeptFirst<{ form: string }>(customFormPath(dataSet), context),
  })
}

/** A form in the shape that its writer gave it, with our fields in it. */
export function CustomForm() {
  const { form } = useDesk()
  const { data, error, refetch } = useQuery(customFormQuery(form.dataSet.id))
  if (error) return <TroubleNotice error={error} again={() => void refetch()} />
  return data ? <Clean html={data.form} /> : <Waiting />
}

function Clean({ html }: { html: string }) {
  const t = useWords('entry')
  const frame = useRef<HTMLDivElement>(null)
  const { content, slots, css, hadScripts } = useMemo(() => cleanForm(html), [html])
  const nodes = useMemo(() => [...content.childNodes], [content])
  useLayoutEffect(() => {
    frame.current?.replaceChildren(...nodes)
  }, [nodes])
  return (
    <>
      {hadScripts && <Notice kind="warn">{t('custom.scripts')}</Notice>}
      {css && <style>{`@scope (.${styles.custom ?? ''}) {${css}}`}</style>}
      {/* The frame takes the focus so that a keyboard can scroll a wide form. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={frame} className={styles.custom} role="group" aria-label={t('values')} tabIndex={0} />
      {slots.map((slot) => createPortal(<Filled slot={slot} />, slot.element, slot.id))}
    </>
  )
}

function Filled({ slot: { kind, of } }: { slot: Slot }) {
  const t = useWords('entry')
  const { form } = useDesk()
  if (kind === 'total') return <Total keys={[...form.cells.values()].filter(({ dataElement }) => dataElement === of).map(({ key }) => key)} />
  const indicator = form.indicatorsById.get(of)
  if (kind === 'indicator' && indicator) return <IndicatorFigure indicator={indicator} />
  const cell = form.cells.get(of)
  return cell ? <Cell cell={cell} /> : <em>{t('custom.not-in-set')}</em>
}

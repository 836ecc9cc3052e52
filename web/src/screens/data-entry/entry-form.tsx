import { useQuery } from '@tanstack/react-query'
import type { ClipboardEvent, FocusEvent, KeyboardEvent, MouseEvent } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Tabs } from '../../components/tabs'
import { TroubleNotice } from '../../components/trouble'
import { useNarrow } from '../../components/use-narrow'
import { Waiting } from '../../components/waiting'
import { useWords } from '../../language/language'
import { Completion } from './completion'
import { CustomForm } from './custom-form'
import type { Desk } from './desk'
import { DeskContext } from './desk'
import { Details } from './details'
import styles from './entry-form.module.css'
import { EntryList } from './entry-list'
import { EntryTable } from './entry-table'
import type { Form, FormSection } from './form'
import { cellsOf } from './form'
import { Indicators } from './indicators'
import { moveByKey } from './keyboard'
import type { Pasted } from './paste'
import { pasteBlock, readBlock } from './paste'
import { PastedNotice } from './pasted-notice'
import { RuleNotice } from './rule-notice'
import { useViolations } from './rules'
import type { Sheet } from './sheet'
import { sheetAt } from './sheet'
import { Progress, Standing } from './standing'
import type { EntryPlace, StoredValues } from './values'
import { valuesQuery } from './values'

export function EntryForm({ form, place, onReady }: { form: Form; place: EntryPlace; onReady: () => void }) {
  const sheet = sheetAt(place)
  const { data, error, refetch } = useQuery(valuesQuery(place))
  const ready = data !== undefined
  useEffect(() => {
    if (data) sheet.receive(data.dataValues)
  }, [data, sheet])
  useEffect(() => {
    if (ready) onReady()
  }, [ready, onReady])
  if (error) return <TroubleNotice error={error} again={() => void refetch()} />
  return data ? <OpenForm form={form} place={place} sheet={sheet} values={data} /> : <Waiting />
}

interface OpenProps {
  form: Form
  place: EntryPlace
  sheet: Sheet
  values: StoredValues
}

function OpenForm({ form, place, sheet, values }: OpenProps) {
  const t = useWords('entry')
  const box = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<string>()
  const [details, setDetails] = useState<string>()
  const [pasted, setPasted] = useState<Pasted>()
  const { minMaxValues } = values
  const locked = values.lockStatus !== 'OPEN'
  const limits = useMemo(() => new Map((minMaxValues ?? []).map((limit) => [`${limit.dataElement}.${limit.categoryOptionCombo}`, limit])), [minMaxValues])
  const desk = useMemo((): Desk => ({ form, place, sheet, locked, limits }), [form, place, sheet, locked, limits])
  const [tab, setTab] = useState(form.sections[0]?.id ?? '')
  // Three hundred fields are not drawn again because another one has the focus.
  const body = useMemo(() => <Body form={form} tab={tab} onTab={setTab} />, [form, tab])
  const go = (key: string) => {
    const section = form.tabs && form.sections.find((one) => cellsOf([one]).has(key))
    // A field in a tab takes the focus only once it is shown.
    if (section) flushSync(() => setTab(section.id))
    box.current?.querySelector<HTMLElement>(`[data-cell="${key}"]`)?.focus()
  }

  const keyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && active) {
      event.preventDefault()
      setDetails(active)
    } else moveByKey(event)
  }
  const paste = (event: ClipboardEvent<HTMLElement>) => {
    const block = readBlock(event.clipboardData.getData('text/plain'))
    const start = event.target
    // One value is pasted by the browser, at the caret.
    if (locked || !(start instanceof HTMLElement) || !start.dataset.cell || block.flat().length < 2) return
    event.preventDefault()
    const words = { yes: [t('yes'), 'yes', 'true', '1', 'x', '✓'], no: [t('no'), 'no', 'false', '0'] }
    setPasted(pasteBlock(block, start, desk, words))
  }
  const cell = active === undefined ? undefined : form.cells.get(active)
  const shown = details === undefined ? undefined : form.cells.get(details)
  return (
    <DeskContext value={desk}>
      <Standing values={values} />
      <Progress sheet={sheet} active={cell} onDetails={setDetails} />
      {pasted && <PastedNotice pasted={pasted} onClose={() => setPasted(undefined)} />}
      {/* The arrow keys, the block and the double click are additions: Tab and the button above reach everything without them. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        ref={box}
        className={styles.form}
        data-form
        onKeyDown={keyDown}
        onPaste={paste}
        onFocus={(event) => setActive(keyAt(event) ?? active)}
        onDoubleClick={(event) => setDetails(keyAt(event))}
      >
        {body}
      </div>
      <Judged values={values} desk={desk} onGo={go} />
      {shown && <Details cell={shown} onClose={() => setDetails(undefined)} />}
    </DeskContext>
  )
}

/** Fields with several parts name the part after the key. */
function keyAt({ target }: FocusEvent | MouseEvent): string | undefined {
  return target instanceof HTMLElement ? target.dataset.cell?.split('.').slice(0, 2).join('.') : undefined
}

/** What the rules say while one types, and the end of the report. */
function Judged({ values, desk, onGo }: { values: StoredValues; desk: Desk; onGo: (key: string) => void }) {
  const violations = useViolations(desk)
  return (
    <>
      <RuleNotice violations={violations ?? []} onGo={onGo} />
      <Completion values={values} violations={violations ?? []} onGo={onGo} />
    </>
  )
}

function Body({ form, tab, onTab }: { form: Form; tab: string; onTab: (id: string) => void }) {
  const t = useWords('entry')
  if (form.dataSet.formType === 'CUSTOM' && form.dataSet.dataEntryForm) return <CustomForm />
  return (
    <>
      {(form.header || form.subheader) && (
        <div className={styles.header}>
          {form.header && <p><bdi>{form.header}</bdi></p>}
          {form.subheader && <p className={styles.about}><bdi>{form.subheader}</bdi></p>}
        </div>
      )}
      {form.tabs ? (
        <Tabs
          label={t('sections')}
          direction={form.tabs}
          shown={tab}
          onShow={onTab}
          tabs={form.sections.map((section) => ({ id: section.id, title: section.title, panel: <SectionOfForm section={section} /> }))}
        />
      ) : (
        form.sections.map((section) => <SectionOfForm key={section.id} section={section} />)
      )}
      <Indicators indicators={form.indicators} title={t('indicators')} />
    </>
  )
}

function SectionOfForm({ section }: { section: FormSection }) {
  const t = useWords('entry')
  const narrow = useNarrow()
  const Table = narrow ? EntryList : EntryTable
  const texts = (list: string[]) =>
    list.filter(Boolean).map((text, index) => (
      <p key={index} className={styles.about}>
        <bdi>{text}</bdi>
      </p>
    ))
  return (
    <section className={styles.section} aria-labelledby={section.title ? section.id : undefined}>
      {section.title && (
        <h2 id={section.id}>
          <bdi>{section.title}</bdi>
        </h2>
      )}
      {texts([section.description, section.before])}
      {section.tables.length === 0 && <p>{t('empty-section')}</p>}
      {section.tables.map((table) => (
        <Table key={table.id} table={table} section={section} />
      ))}
      <Indicators indicators={section.indicators} title={t('indicators')} />
      {texts([section.after])}
    </section>
  )
}

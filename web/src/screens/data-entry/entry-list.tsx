import { useWords } from '../../language/language'
import { Cell } from './cell'
import styles from './entry-form.module.css'
import type { FormSection, FormTable } from './form'
import { addsUp, columnsOf, hasColumnTotals, Total } from './totals'

/** The same fields for a phone: one under the other, each with its whole name. */
export function EntryList({ table, section }: { table: FormTable; section: FormSection }) {
  const t = useWords('entry')
  return (
    <div className={styles.list}>
      {table.rows.map((row) => (
        <fieldset key={row.id} className={styles.card}>
          <legend>
            <bdi>{[row.group?.label, row.label].filter(Boolean).join(', ')}</bdi>
          </legend>
          {row.cells.map((cell) => (
            <div key={cell.key} className={styles.line} data-row>
              {cell.label && <bdi aria-hidden="true">{cell.label}</bdi>}
              <Cell cell={cell} />
            </div>
          ))}
          {section.rowTotals && addsUp(row).length > 1 && <TotalLine label={t('total')} keys={addsUp(row)} />}
        </fieldset>
      ))}
      {section.columnTotals && hasColumnTotals(table) && (
        <fieldset className={styles.card}>
          <legend>{t('total')}</legend>
          {columnsOf(table).map(({ label, keys }, at) => (
            <TotalLine key={at} label={label || t('total')} keys={keys} />
          ))}
        </fieldset>
      )}
    </div>
  )
}

function TotalLine({ label, keys }: { label: string; keys: string[] }) {
  return (
    <p className={styles.line}>
      <bdi>{label}</bdi>
      <Total keys={keys} />
    </p>
  )
}

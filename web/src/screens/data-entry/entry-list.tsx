import { Cell } from './cell'
import styles from './entry-form.module.css'
import type { FormTable } from './form'
import type { Sheet } from './sheet'

/** The same fields for a phone: one under the other, each with its whole name. */
export function EntryList({ table, sheet, locked }: { table: FormTable; sheet: Sheet; locked: boolean }) {
  return (
    <div className={styles.list}>
      {table.rows.map((row) => (
        <fieldset key={row.element.id} className={styles.card}>
          <legend>
            <bdi>{row.label}</bdi>
          </legend>
          {row.cells.map((cell) => (
            <div key={cell.key} className={styles.line} data-row>
              {cell.label && <bdi aria-hidden="true">{cell.label}</bdi>}
              <Cell cell={cell} name={[row.label, cell.label].filter(Boolean).join(', ')} sheet={sheet} locked={locked} />
            </div>
          ))}
        </fieldset>
      ))}
    </div>
  )
}

import { useWords } from '../../language/language'
import { Cell } from './cell'
import styles from './entry-form.module.css'
import type { FormSection, FormTable } from './form'
import { addsUp, ColumnTotals, hasColumnTotals, hasRowTotals, Total } from './totals'

/** Rows of data elements, columns of category option combos. A wide one scrolls inside its own frame. */
export function EntryTable({ table, section }: { table: FormTable; section: FormSection }) {
  const t = useWords('entry')
  const rowTotals = section.rowTotals && hasRowTotals(table)
  const hasGroups = table.rows.some(({ group }) => group)
  return (
    // The frame takes the focus so that a keyboard can scroll it.
    <div className={styles.frame} role="group" aria-label={section.title || t('values')} tabIndex={table.heads.length > 0 ? 0 : undefined}>
      <table className={styles.table}>
        {table.heads.length > 0 && (
          <thead>
            {table.heads.map((line, level) => (
              <tr key={level}>
                {level === 0 && (
                  <th rowSpan={table.heads.length} colSpan={hasGroups ? 2 : 1} scope="col" className={styles.corner}>
                    {t(table.pivoted ? 'category' : 'data-element')}
                  </th>
                )}
                {line.map(({ label, span }, index) => (
                  <th key={index} colSpan={span} scope={span > 1 ? 'colgroup' : 'col'}>
                    <bdi>{label}</bdi>
                  </th>
                ))}
                {rowTotals && level === 0 && (
                  <th rowSpan={table.heads.length} scope="col">
                    {t('total')}
                  </th>
                )}
              </tr>
            ))}
          </thead>
        )}
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.id} data-row>
              {row.group && row.group.span > 0 && (
                <th scope="rowgroup" rowSpan={row.group.span}>
                  <bdi>{row.group.label}</bdi>
                </th>
              )}
              <th scope="row">
                <bdi>{row.label}</bdi>
              </th>
              {row.cells.map((cell) => (
                <td key={cell.key}>
                  <Cell cell={cell} />
                </td>
              ))}
              {rowTotals && (
                <td className={styles.total}>
                  <Total keys={addsUp(row)} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
        {section.columnTotals && hasColumnTotals(table) && <ColumnTotals table={table} all={rowTotals} heads={hasGroups ? 2 : 1} />}
      </table>
    </div>
  )
}

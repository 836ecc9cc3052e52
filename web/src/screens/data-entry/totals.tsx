import { useLanguage, useWords } from '../../language/language'
import { numberLocale } from '../../language/languages'
import { useComputed, useDesk } from './desk'
import { numberOf, totalOf } from './figures'
import type { FormRow, FormTable } from './form'
import { kindOf } from './value-types'
import styles from './entry-form.module.css'

/** The sum of some fields, as it stands on the screen; nothing where none is filled in. */
export function Total({ keys }: { keys: readonly string[] }) {
  const { sheet } = useDesk()
  const total = useComputed(sheet, () => totalOf(keys, (key) => numberOf(sheet.cell(key).value)))
  return <Figure value={total ?? null} />
}

/** A computed number, in the person's language. */
export function Figure({ value }: { value: number | null | undefined }) {
  const format = new Intl.NumberFormat(numberLocale(useLanguage()), { maximumFractionDigits: 10 })
  return (
    <bdi className={styles.figure} data-figure>
      {value === null || value === undefined ? '' : format.format(value)}
    </bdi>
  )
}

/** The fields of a row that add up. */
export function addsUp(row: FormRow): string[] {
  return row.cells.filter(({ grey, valueType, optionSet }) => !grey && !optionSet && kindOf(valueType).control === 'number').map(({ key }) => key)
}

export function hasRowTotals(table: FormTable): boolean {
  return table.rows.some((row) => addsUp(row).length > 1)
}

export function hasColumnTotals(table: FormTable): boolean {
  return table.rows.filter((row) => addsUp(row).length > 0).length > 1
}

/** The columns of a table, and the fields in each that add up. */
export function columnsOf({ rows }: FormTable): { label: string; keys: string[] }[] {
  const sums = new Set(rows.flatMap(addsUp))
  const heads = rows[0]?.cells ?? []
  return heads.map(({ label }, at) => ({ label, keys: rows.flatMap(({ cells }) => cells.slice(at, at + 1).map(({ key }) => key)).filter((key) => sums.has(key)) }))
}

/** The last row of a table: the sum of each column, and of all. */
export function ColumnTotals({ table, all, heads }: { table: FormTable; all: boolean; heads: number }) {
  const t = useWords('entry')
  const columns = columnsOf(table)
  return (
    <tfoot>
      <tr>
        <th scope="row" colSpan={heads}>
          {t('total')}
        </th>
        {columns.map(({ keys }, at) => (
          <td key={at}>
            <Total keys={keys} />
          </td>
        ))}
        {all && (
          <td>
            <Total keys={columns.flatMap(({ keys }) => keys)} />
          </td>
        )}
      </tr>
    </tfoot>
  )
}

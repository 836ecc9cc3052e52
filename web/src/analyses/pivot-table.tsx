import { useState } from 'react'
import { useLanguage, useWords } from '../language/language'
import { numberLocale } from '../language/languages'
import type { Cube } from './cube'
import { sumOf, tickName } from './cube'
import type { FigureLegend } from './legend'
import { inkOn } from '../appearance/contrast'
import { useOnPaper } from '../appearance/paper'
import type { Sorting } from './pivot'
import { columnTotals, linesOf, spans, visible } from './pivot'
import styles from './drawing.module.css'

const LINE_HEIGHT = 36
const FRAME_HEIGHT = 640

const marks = { descending: ' ▼', ascending: ' ▲', none: '' }

interface Props {
  cube: Cube
  caption: string
  /** Whether adding up makes sense: it does not for rates. */
  totals: boolean
  corner: string
  /** Colours the figures. */
  legend?: FigureLegend
}

/** Only the lines that are scrolled to are in the page, ten thousand are as light as fifty; on paper all are. */
export function PivotTable({ cube, caption, totals, corner, legend }: Props) {
  const t = useWords('visualise')
  const format = new Intl.NumberFormat(numberLocale(useLanguage()), { maximumFractionDigits: 2 })
  const [sorting, setSorting] = useState<Sorting>()
  const [top, setTop] = useState(0)
  const lines = linesOf(cube, sorting)
  const sums = columnTotals(cube)
  const { first, last } = useOnPaper() ? { first: 0, last: lines.length } : visible(lines.length, top, FRAME_HEIGHT, LINE_HEIGHT)
  const figure = (value: number | null | undefined) => (value === null || value === undefined ? '–' : format.format(value))
  const withTotal = totals && cube.columns.length > 1
  const columnCount = cube.columns.length + 1 + (withTotal ? 1 : 0)
  return (
    // The frame takes the focus so that a keyboard can scroll a wide table.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={`${styles.frame ?? ''} ${styles.pivot ?? ''}`} role="group" aria-label={t('table')} tabIndex={0} onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
      <table aria-rowcount={lines.length + 1}>
        <caption className="only-read-aloud">{caption}</caption>
        <Heads cube={cube} corner={corner} withTotal={withTotal} sorting={sorting} onSort={setSorting} />
        <tbody>
          <Gap height={first * LINE_HEIGHT} columns={columnCount} />
          {lines.slice(first, last).map(({ at, total }) => (
            <tr key={at} aria-rowindex={at + 2}>
              <th scope="row">
                <bdi>{cube.rows[at] ? tickName(cube.rows[at]) || caption : ''}</bdi>
              </th>
              {cube.columns.map(({ ids }, column) => {
                const value = cube.figures[at]?.[column]
                const found = legend?.classAt(value, [...(cube.rows[at]?.ids ?? []), ...ids])
                return (
                  <td key={ids.join()} title={found?.name} style={found && { background: found.colour, color: inkOn(found.colour) }}>
                    {figure(value)}
                  </td>
                )
              })}
              {withTotal && <td className={styles.total}>{figure(total)}</td>}
            </tr>
          ))}
          <Gap height={(lines.length - last) * LINE_HEIGHT} columns={columnCount} />
        </tbody>
        {totals && lines.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">{t('total')}</th>
              {sums.map((sum, column) => (
                <td key={cube.columns[column]?.ids.join()}>{figure(sum)}</td>
              ))}
              {withTotal && <td>{figure(sumOf(sums))}</td>}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}

function Gap({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ blockSize: height, padding: 0 }} />
    </tr>
  )
}

interface HeadProps {
  cube: Cube
  corner: string
  withTotal: boolean
  sorting: Sorting | undefined
  onSort: (sorting: Sorting | undefined) => void
}

/** A row of heads for each dimension; the last one sorts. */
function Heads({ cube, corner, withTotal, sorting, onSort }: HeadProps) {
  const t = useWords('visualise')
  const names = cube.columns.map((tick) => tick.names)
  const depth = Math.max(1, names[0]?.length ?? 1)
  const direction = (column: number) => (sorting?.column !== column ? undefined : sorting.descending ? 'descending' : 'ascending')
  // Largest first, then smallest first, then as it was.
  const next = (column: number): Sorting | undefined =>
    sorting?.column !== column ? { column, descending: true } : sorting.descending ? { column, descending: false } : undefined
  // On paper nothing is pressed, and a browser leaves buttons out where it names a table again on the next sheet.
  const Face = useOnPaper() ? 'span' : 'button'
  const sortable = (column: number, name: string) => (
    <th key={column} scope="col" aria-sort={direction(column)}>
      <Face {...(Face === 'button' && { type: 'button', className: styles.sort, onClick: () => onSort(next(column)) })}>
        <bdi>{name || t('value')}</bdi>
        <span aria-hidden="true">{marks[direction(column) ?? 'none']}</span>
      </Face>
    </th>
  )
  return (
    <thead>
      {Array.from({ length: depth }, (_, level) => (
        <tr key={level}>
          {level === 0 && (
            <th scope="col" rowSpan={depth}>
              {corner}
            </th>
          )}
          {level < depth - 1
            ? spans(names, level).map(({ name, width }, index) => (
                <th key={index} scope="colgroup" colSpan={width}>
                  <bdi>{name}</bdi>
                </th>
              ))
            : names.map((path, column) => sortable(column, path[level] ?? ''))}
          {withTotal && level === depth - 1 && sortable(cube.columns.length, t('total'))}
          {withTotal && level < depth - 1 && <td />}
        </tr>
      ))}
    </thead>
  )
}

import { useLanguage, useWords } from '../../language/language'
import { numberLocale } from '../../language/languages'
import { periodOf } from '../../periods/period'
import { periodName } from '../../periods/period-name'
import styles from './details.module.css'
import { numberOf } from './figures'
import type { MinMax } from './values'

interface Props {
  history: { period: string; value: string }[]
  limit: MinMax | undefined
  name: string
}

/** The values of the periods before: a small curve to see, and a table to read. */
export function History({ history, limit, name }: Props) {
  const t = useWords('entry')
  const language = useLanguage()
  const nameOf = (id: string) => {
    const period = periodOf(id)
    return period ? periodName(period, language) : id
  }
  const points = history.flatMap(({ period, value }) => {
    const number = numberOf(value)
    return number === undefined ? [] : [{ period, number }]
  })
  return (
    <section className={styles.part}>
      <h3>{t('history')}</h3>
      {history.length === 0 && <p className={styles.quiet}>{t('history.none')}</p>}
      {points.length > 1 && <Columns points={points} limit={limit} title={t('history.of', { name })} />}
      {history.length > 0 && (
        <table className={styles.figures}>
          <thead>
            <tr>
              <th scope="col">{t('period')}</th>
              <th scope="col">{t('value')}</th>
            </tr>
          </thead>
          <tbody>
            {history.map(({ period, value }) => (
              <tr key={period}>
                <th scope="row">{nameOf(period)}</th>
                <td>
                  <bdi>{value}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

interface Point {
  period: string
  number: number
}

const [WIDTH, HEIGHT] = [480, 120]

/** A dozen numbers: columns over a line for zero, and a band for what is usual. */
function Columns({ points, limit, title }: { points: Point[]; limit: MinMax | undefined; title: string }) {
  const format = new Intl.NumberFormat(numberLocale(useLanguage()), { notation: 'compact' })
  const numbers = points.map(({ number }) => number).concat(limit ? [limit.minValue, limit.maxValue] : [])
  const [low, high] = [Math.min(0, ...numbers), Math.max(0, ...numbers)]
  const y = (number: number) => HEIGHT - ((number - low) / (high - low || 1)) * HEIGHT
  const step = WIDTH / points.length
  return (
    <svg className={styles.chart} viewBox={`0 -16 ${WIDTH} ${HEIGHT + 18}`} role="img" aria-label={title}>
      {limit && <rect className={styles.band} x="0" width={WIDTH} y={y(limit.maxValue)} height={Math.max(1, y(limit.minValue) - y(limit.maxValue))} />}
      {points.map(({ period, number }, index) => (
        <g key={period}>
          <rect className={styles.column} x={index * step + step * 0.2} width={step * 0.6} y={Math.min(y(number), y(0))} height={Math.max(1, Math.abs(y(number) - y(0)))} />
          <text className={styles.label} x={index * step + step / 2} y={Math.min(y(number), y(0)) - 4}>
            {format.format(number)}
          </text>
        </g>
      ))}
      <line className={styles.zero} x1="0" x2={WIDTH} y1={y(0)} y2={y(0)} />
    </svg>
  )
}

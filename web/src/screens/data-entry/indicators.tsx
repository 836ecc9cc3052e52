import { useWords } from '../../language/language'
import { useComputed, useDesk, useFormulas } from './desk'
import { indicatorValue } from './figures'
import type { Indicator } from './metadata'
import { Figure } from './totals'
import styles from './entry-form.module.css'

/** The indicators of a form or section, computed from what is typed. */
export function Indicators({ indicators, title }: { indicators: Indicator[]; title: string }) {
  const t = useWords('entry')
  if (indicators.length === 0) return null
  return (
    <div className={styles.frame} role="group" aria-label={title}>
      <table className={`${styles.table ?? ''} ${styles.indicators ?? ''}`}>
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              {title}
            </th>
            <th scope="col">{t('value')}</th>
          </tr>
        </thead>
        <tbody>
          {indicators.map((indicator) => (
            <tr key={indicator.id}>
              <th scope="row">
                <bdi>{indicator.displayFormName ?? indicator.displayName}</bdi>
              </th>
              <td>
                <IndicatorFigure indicator={indicator} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function IndicatorFigure({ indicator }: { indicator: Indicator }) {
  const t = useWords('entry')
  const desk = useDesk()
  const formulas = useFormulas(desk, formulasOf(indicator))
  const value = useComputed(desk.sheet, () => formulas && indicatorValue(formulas.expressions, indicator, formulas.ground))
  return value === 'unknown' ? <span className={styles.beyond}>{t('indicator.elsewhere')}</span> : <Figure value={value} />
}

function formulasOf({ numerator, denominator, explodedNumerator, explodedDenominator }: Indicator): string[] {
  return [explodedNumerator ?? numerator, explodedDenominator ?? denominator]
}

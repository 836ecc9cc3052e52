import { useLanguage, useWords } from '../../language/language'
import { numberLocale } from '../../language/languages'
import type { Answer } from './query'
import styles from './visualise.module.css'

/** The same figures as the chart, for reading one by one, by eye or by ear. */
export function AnswerTable({ answer, caption }: { answer: Answer; caption: string }) {
  const t = useWords('visualise')
  const format = new Intl.NumberFormat(numberLocale(useLanguage()))
  return (
    <details className={styles.figures} open>
      <summary>{t('table')}</summary>
      {/* The frame takes the focus so that a keyboard can scroll a wide table. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.frame} role="group" aria-label={t('table')} tabIndex={0}>
        <table>
          <caption className="only-read-aloud">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t('period')}</th>
              {answer.series.map(({ id, name }) => (
                <th key={id} scope="col">
                  <bdi>{name}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.periods.map(({ id, name }, index) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                {answer.series.map((series) => (
                  <td key={series.id}>{figure(series.values[index], format)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function figure(value: number | null | undefined, format: Intl.NumberFormat): string {
  return value === null || value === undefined ? '–' : format.format(value)
}

import { useLanguage } from '../language/language'
import { numberLocale } from '../language/languages'
import type { Cube } from './cube'
import { sumOf, tickName } from './cube'
import styles from './drawing.module.css'

/** One large figure a column. */
export function SingleValue({ cube }: { cube: Cube }) {
  const format = new Intl.NumberFormat(numberLocale(useLanguage()), { maximumFractionDigits: 2 })
  return (
    <dl className={styles.singles}>
      {cube.columns.map((tick, index) => {
        const figure = sumOf(cube.figures.map((row) => row[index]))
        return (
          <div key={tick.ids.join()}>
            <dt>
              <bdi>{tickName(tick)}</bdi>
            </dt>
            <dd>{figure === null ? '–' : format.format(figure)}</dd>
          </div>
        )
      })}
    </dl>
  )
}

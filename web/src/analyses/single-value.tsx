import { useLanguage } from '../language/language'
import { numberLocale } from '../language/languages'
import type { Cube } from './cube'
import { sumOf, tickName } from './cube'
import type { FigureLegend } from './legend'
import { Swatch } from './legend-key'
import styles from './drawing.module.css'

/** One large figure a column. */
export function SingleValue({ cube, legend }: { cube: Cube; legend?: FigureLegend }) {
  const format = new Intl.NumberFormat(numberLocale(useLanguage()), { maximumFractionDigits: 2 })
  return (
    <dl className={styles.singles}>
      {cube.columns.map((tick, index) => {
        const figure = sumOf(cube.figures.map((row) => row[index]))
        const found = legend?.classAt(figure, tick.ids)
        return (
          <div key={tick.ids.join()}>
            <dt>
              <bdi>{tickName(tick)}</bdi>
            </dt>
            <dd>{figure === null ? '–' : format.format(figure)}</dd>
            {found && (
              <dd className={styles.class}>
                <Swatch colour={found.colour} /> <bdi>{found.name}</bdi>
              </dd>
            )}
          </div>
        )
      })}
    </dl>
  )
}

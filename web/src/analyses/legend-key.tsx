import { useLanguage } from '../language/language'
import { numberLocale } from '../language/languages'
import styles from './drawing.module.css'
import type { Class } from './map'

/** What the colours of a legend mean. */
export function LegendKey({ classes }: { classes: Class[] }) {
  const format = new Intl.NumberFormat(numberLocale(useLanguage()), { maximumFractionDigits: 2 })
  return (
    <ul className={styles.legend} data-legend>
      {classes.map((one, at) => (
        <LegendKeyItem key={at} colour={one.colour} words={classWords(one, format)} />
      ))}
    </ul>
  )
}

/** What a class is called, and from where to where it goes where its name does not say just that. */
export function classWords({ from, to, name }: Class, format: Intl.NumberFormat): string {
  const span = `${format.format(from)} – ${format.format(to)}`
  const bare = (text: string) => text.replaceAll(/[\s–-]+/g, '-')
  return name === undefined || bare(name) === bare(span) ? span : `${name} ${span}`
}

export function LegendKeyItem({ colour, words }: { colour: string; words: string }) {
  return (
    <li>
      <Swatch colour={colour} />
      <bdi>{words}</bdi>
    </li>
  )
}

export function Swatch({ colour }: { colour: string }) {
  return (
    <svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">
      <rect y="1" width="24" height="10" fill={colour} stroke="currentColor" strokeOpacity="0.5" />
    </svg>
  )
}

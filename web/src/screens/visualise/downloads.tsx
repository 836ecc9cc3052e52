import type { RefObject } from 'react'
import { Button } from '../../components/button'
import { useWords } from '../../language/language'
import type { Cube } from '../../analyses/cube'
import styles from './visualise.module.css'

interface Props {
  /** None where there are no figures. */
  cube?: Cube
  title: string
  /** What it was saved as; undefined where it differs from that, or nothing was saved. */
  name?: string
  corner: string
  /** Where the drawing is, if there is one. */
  around: RefObject<HTMLElement | null>
  drawn: boolean
}

export function Downloads({ cube, title, name, corner, around, drawn }: Props) {
  const t = useWords('visualise')
  // What makes files is fetched with the first one.
  const asFile = async (kind: 'svg' | 'png' | 'csv') => {
    const [{ csvOf, fileName, savePng, saveText }, { pictureOf }] = await Promise.all([import('./download'), import('./picture')])
    const file = fileName(title, kind)
    const drawing = around.current?.querySelector('[data-drawing]')
    const svg = drawing && kind !== 'csv' ? pictureOf(drawing, name === undefined || name === title ? [title] : [name, title]) : undefined
    if (kind === 'csv') saveText(cube ? csvOf(cube, corner) : '', 'text/csv', file)
    else if (svg && kind === 'svg') saveText(svg, 'image/svg+xml', file)
    else if (svg) await savePng(svg, file)
  }
  return (
    <div className={styles.actions} role="group" aria-label={t('download')}>
      {drawn && (
        <>
          <Button onClick={() => void asFile('png')}>{t('download.png')}</Button>
          <Button onClick={() => void asFile('svg')}>{t('download.svg')}</Button>
        </>
      )}
      {cube && <Button onClick={() => void asFile('csv')}>{t('download.csv')}</Button>}
    </div>
  )
}

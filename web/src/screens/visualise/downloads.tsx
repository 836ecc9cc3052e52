import type { RefObject } from 'react'
import { Button } from '../../components/button'
import { useWords } from '../../language/language'
import type { Cube } from '../../analyses/cube'
import { csvOf, fileName, savePng, saveText, svgOf } from './download'
import styles from './visualise.module.css'

interface Props {
  cube: Cube
  title: string
  corner: string
  /** Where the drawing is, if there is one. */
  around: RefObject<HTMLElement | null>
  drawn: boolean
}

export function Downloads({ cube, title, corner, around, drawn }: Props) {
  const t = useWords('visualise')
  const svg = () => {
    const drawing = around.current?.querySelector('[data-drawing]')
    return drawing ? svgOf(drawing) : undefined
  }
  const asSvg = () => {
    const text = svg()
    if (text) saveText(text, 'image/svg+xml', fileName(title, 'svg'))
  }
  const asPng = () => {
    const text = svg()
    if (text) void savePng(text, fileName(title, 'png'))
  }
  return (
    <div className={styles.actions} role="group" aria-label={t('download')}>
      {drawn && (
        <>
          <Button onClick={asPng}>{t('download.png')}</Button>
          <Button onClick={asSvg}>{t('download.svg')}</Button>
        </>
      )}
      <Button onClick={() => saveText(csvOf(cube, corner), 'text/csv', fileName(title, 'csv'))}>{t('download.csv')}</Button>
    </div>
  )
}

import { useId } from 'react'
import { THEMES, useTheme } from '../appearance/theme'
import { useWords } from '../language/language'
import styles from './user-menu.module.css'

export function ThemeChoice() {
  const t = useWords('shell')
  const [theme, choose] = useTheme()
  const name = useId()
  return (
    <fieldset className={styles.themes}>
      <legend>{t('menu.theme')}</legend>
      {THEMES.map((one) => (
        <label key={one}>
          <input type="radio" name={name} checked={one === theme} onChange={() => choose(one)} />
          {t(`theme.${one}`)}
        </label>
      ))}
    </fieldset>
  )
}

import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { askMinistry, useMinistry } from '../../appearance/ministry'
import { Kanga } from '../../components/kanga'
import { LanguageField } from '../../components/language-field'
import { useLanguage } from '../../language/language'
import styles from './sign-in.module.css'

interface Props {
  title: string
  children: ReactNode
}

/** The card on which everything before the sign-in stands: whose server it is, what it is about, and the language. */
export function Scene({ title, children }: Props) {
  const language = useLanguage()
  const ministry = useMinistry()

  useEffect(() => {
    document.title = `${title} · ${ministry.name}`
  })
  useEffect(() => {
    void askMinistry(language, true)
  }, [language])

  return (
    <div className={styles.scene}>
      <main className={styles.card}>
        <Kanga />
        <div className={styles.inside}>
          <p className={styles.brand}>
            <img src={ministry.logo} alt="" height="36" />
            <bdi>{ministry.name}</bdi>
          </p>
          <h1>{title}</h1>
          {children}
          <div className={styles.language}>
            <LanguageField />
          </div>
          {ministry.footer && (
            <p className={styles.footer}>
              <bdi>{ministry.footer}</bdi>
            </p>
          )}
        </div>
      </main>
    </div>
  )
}

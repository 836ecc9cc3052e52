import styles from './kanga.module.css'

/** The woven border that marks Afya's screens. */
export function Kanga() {
  return <div className={styles.kanga} aria-hidden="true" />
}

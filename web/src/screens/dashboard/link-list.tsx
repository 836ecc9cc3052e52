import { useWords } from '../../language/language'
import styles from './dashboard.module.css'
import { Frame } from './item-frame'

interface Props {
  title: string
  links: { id: string; name: string; href?: string }[]
}

/** People, reports or resources; what can be opened opens beside the dashboard. */
export function LinkList({ title, links }: Props) {
  const t = useWords('dashboard')
  return (
    <Frame title={title}>
      {links.length === 0 && <p className={styles.quiet}>{t('nothing')}</p>}
      <ul className={styles.links}>
        {links.map(({ id, name, href }) => (
          <li key={id}>
            {href && /^(https?:|\/)/.test(href) ? (
              <a href={href} target="_blank" rel="noreferrer">
                <bdi>{name}</bdi>
              </a>
            ) : (
              <bdi>{name}</bdi>
            )}
          </li>
        ))}
      </ul>
    </Frame>
  )
}

import { useLanguage, useWords } from '../../language/language'
import { numberLocale } from '../../language/languages'
import type { Problem } from './checks'
import styles from './details.module.css'

/** What is to be put right, each a button that leads to its field. */
export function Problems({ problems, onGo }: { problems: Problem[]; onGo: (key: string) => void }) {
  const t = useWords('entry')
  return (
    <ul className={styles.problems}>
      {problems.map((problem, index) => {
        const { kind, key, name } = problem
        const words = (
          <>
            {t(`problem.${kind}`)} <strong>
              <bdi>{name}</bdi>
            </strong> <Compared problem={problem} />
          </>
        )
        return (
          <li key={index}>
            {key === undefined ? (
              words
            ) : (
              <button type="button" onClick={() => onGo(key)}>
                {words}
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** The two sides of a rule, as they are and as they should compare. */
function Compared({ problem: { violation } }: { problem: Problem }) {
  const t = useWords('entry')
  const format = new Intl.NumberFormat(numberLocale(useLanguage()), { maximumFractionDigits: 4 })
  if (!violation) return null
  const { left, right, leftName, rightName, operator } = violation
  if (operator === 'compulsory_pair' || operator === 'exclusive_pair') return <>{t(`problem.${operator}`)}</>
  const side = (name: string, value: number | null) => [name, value === null ? '' : format.format(value)].filter(Boolean).join(' ')
  return (
    <>
      <bdi>{side(leftName, left)}</bdi> {t(`problem.${operator}`)} <bdi>{side(rightName, right)}</bdi>
    </>
  )
}

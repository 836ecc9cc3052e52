import type { KeyboardEvent, ReactNode } from 'react'
import { useId, useRef } from 'react'
import styles from './tabs.module.css'

interface Props {
  label: string
  direction: 'horizontal' | 'vertical'
  tabs: { id: string; title: string; panel: ReactNode }[]
  shown: string
  onShow: (id: string) => void
}

/** One of several panels is shown. The others stay in the page, so that nothing in them is lost, and are printed. */
export function Tabs({ label, direction, tabs, shown, onShow }: Props) {
  const own = useId()
  const list = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const at = targetOf(event.key, tabs.findIndex(({ id }) => id === shown), tabs.length)
    const next = at === undefined ? undefined : tabs[at]
    if (!next) return
    event.preventDefault()
    onShow(next.id)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[tabs.indexOf(next)]?.focus()
  }
  return (
    <div className={styles.box} data-direction={direction}>
      <div ref={list} role="tablist" aria-label={label} aria-orientation={direction} className={styles.list}>
        {tabs.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${own}${id}`}
            aria-selected={id === shown}
            aria-controls={`${own}${id}-panel`}
            tabIndex={id === shown ? 0 : -1}
            onClick={() => onShow(id)}
            onKeyDown={move}
          >
            <bdi>{title}</bdi>
          </button>
        ))}
      </div>
      {tabs.map(({ id, panel }) => (
        <div key={id} role="tabpanel" id={`${own}${id}-panel`} aria-labelledby={`${own}${id}`} hidden={id !== shown} className={styles.panel}>
          {panel}
        </div>
      ))}
    </div>
  )
}

/** Both pairs of arrows move, whichever way the tabs lie: on a phone they always lie in a row. */
function targetOf(key: string, at: number, count: number): number | undefined {
  const right = document.documentElement.dir === 'rtl' ? -1 : 1
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, ArrowRight: right, ArrowLeft: -right }
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const step = steps[key]
  return step === undefined ? undefined : (at + step + count) % count
}

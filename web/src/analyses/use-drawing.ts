import type { ECBasicOption } from 'echarts/types/dist/shared'
import type { ECharts, init } from 'echarts/core'
import type { DependencyList } from 'react'
import { isOnPaper, PAPER_WIDTH, watchPaper } from '../appearance/paper'
import { useEffect, useEffectEvent, useRef } from 'react'

/** A box that ECharts draws into, and draws anew when its size or what it depends on changes; `after` is told of each time, also of a map that was moved. */
export function useDrawing(start: typeof init, option: ECBasicOption | ((drawn: ECharts) => ECBasicOption), depends: DependencyList, after?: (drawn: ECharts) => void) {
  const box = useRef<HTMLDivElement>(null)
  const drawing = useRef<ECharts>(undefined)
  const finished = useEffectEvent((drawn: ECharts) => after?.(drawn))
  useEffect(() => {
    const element = box.current
    if (!element) return
    const made = start(element, null, { renderer: 'svg' })
    drawing.current = made
    made.on('finished', () => finished(made))
    // What is hidden for a moment has no size, and nothing can be drawn in it.
    const fit = () => {
      if (element.clientWidth > 0) made.resize({ width: isOnPaper() ? Math.min(element.clientWidth, PAPER_WIDTH) : 'auto' })
    }
    const watcher = new ResizeObserver(fit)
    watcher.observe(element)
    // The sheets are laid out at once: nothing may wait for the next frame.
    const leavePaper = watchPaper(() => {
      fit()
      made.getZr().flush()
    })
    return () => {
      leavePaper()
      watcher.disconnect()
      made.dispose()
    }
  }, [start])
  useEffect(() => {
    const drawn = drawing.current
    drawn?.setOption(typeof option === 'function' ? option(drawn) : option, { notMerge: true })
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the option is made anew each time; what it is made of is listed
  }, depends)
  return box
}

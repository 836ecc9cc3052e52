import type { UseQueryResult } from '@tanstack/react-query'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Key } from 'react-aria-components'
import { Button, Collection, ListLayout, Tree, TreeItem, TreeItemContent, Virtualizer } from 'react-aria-components'
import { TroubleNotice } from '../components/trouble'
import { useWords } from '../language/language'
import { childrenQuery } from './queries'
import type { Unit } from './unit'
import styles from './unit-chooser.module.css'

interface Props {
  roots: Unit[]
  selected: Unit | undefined
  onChoose: (id: string) => void
}

/** The height of a row before it is measured. */
const ROW_PX = 44

/** The same object as long as nothing new has come, so that thousands of rows are not made again. */
function loaded(answers: UseQueryResult<Unit[]>[]) {
  return { children: answers.map(({ data }) => data), failed: answers.findIndex(({ error }) => error !== null) }
}

/** Loads the children of a unit when it is opened for the first time, in one call, and draws only the rows in sight. */
export function UnitTree({ roots, selected, onChoose }: Props) {
  const t = useWords('shell')
  const [expanded, setExpanded] = useState(() => openAt(roots, selected))
  const ids = [...expanded].map(String)
  const { children, failed } = useQueries({ queries: ids.map((id) => childrenQuery(id)), combine: loaded })
  const broken = useQuery({ ...childrenQuery(ids[failed] ?? ''), enabled: false })

  const item = (unit: Unit) => (
    <TreeItem id={unit.id} textValue={unit.displayName} hasChildItems={!unit.leaf} className={styles.unit ?? ''}>
      <TreeItemContent>
        {unit.leaf ? <span className={styles.twig} /> : <Button slot="chevron" className={styles.chevron ?? ''} />}
        <bdi>{unit.displayName}</bdi>
      </TreeItemContent>
      {unit.leaf ? null : below(unit)}
    </TreeItem>
  )

  const below = (unit: Unit) => {
    const units = children[ids.indexOf(unit.id)]
    if (units) {
      return (
        <Collection items={units} dependencies={[children]}>
          {item}
        </Collection>
      )
    }
    // Without a child, a unit would not open by keyboard.
    return (
      <TreeItem id={`${unit.id}-waiting`} textValue={t('loading')} isDisabled className={styles.unit ?? ''}>
        <TreeItemContent>
          <span className={styles.twig} />
          {t('loading')}
        </TreeItemContent>
      </TreeItem>
    )
  }

  return (
    <>
      {failed >= 0 && broken.error && <TroubleNotice error={broken.error} again={() => void broken.refetch()} />}
      <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowSize: ROW_PX }}>
        <Tree
          aria-label={t('unit.tree')}
          className={styles.tree ?? ''}
          items={roots}
          dependencies={[children]}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={selected ? [selected.id] : []}
          onSelectionChange={(keys) => {
            const [key] = keys === 'all' ? [] : [...keys]
            onChoose(String(key ?? selected?.id))
          }}
          expandedKeys={expanded}
          onExpandedChange={setExpanded}
        >
          {item}
        </Tree>
      </Virtualizer>
    </>
  )
}

/** Open at the chosen unit; where that is a root, or none is chosen, a single root is open. */
function openAt(roots: Unit[], selected: Unit | undefined): Set<Key> {
  const above = selected?.path.split('/').filter((id) => id !== '' && id !== selected.id) ?? []
  const first = above.findIndex((id) => roots.some((root) => root.id === id))
  if (first >= 0) return new Set(above.slice(first))
  return new Set(roots.length === 1 ? roots.filter(({ leaf }) => !leaf).map(({ id }) => id) : [])
}

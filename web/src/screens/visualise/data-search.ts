/** What figures there are to choose from. */
import { queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client'
import type { Rate } from './rates'
import { RATES } from './rates'

interface DataItem {
  id: string
  displayName: string
  kind: 'data-element' | 'operand' | 'indicator' | Rate
}

const LIMIT = 50

type Named = Pick<DataItem, 'id' | 'displayName'>

async function search(words: string, signal: AbortSignal): Promise<DataItem[]> {
  const parameters = { query: words || undefined, fields: 'id,displayName', pageSize: LIMIT }
  const [elements, indicators, sets, operands] = await Promise.all([
    // Only what belongs to aggregate data has a curve over periods here.
    get<{ dataElements?: Named[] }>('dataElements', { ...parameters, filter: 'domainType:eq:AGGREGATE' }, signal),
    get<{ indicators?: Named[] }>('indicators', parameters, signal),
    get<{ dataSets?: Named[] }>('dataSets', parameters, signal),
    // The parts of all elements would be a long list in which nobody looks.
    words === '' ? undefined : get<{ dataElementOperands?: Named[] }>('dataElementOperands', parameters, signal),
  ])
  const mark = (list: Named[] | undefined, kind: DataItem['kind']) => (list ?? []).map(({ id, displayName }) => ({ id, displayName, kind }))
  // Of each set what is asked for most; whoever looks for one by its name sees all.
  const offered = words === '' ? RATES.slice(0, 1) : RATES
  const rates = (sets.dataSets ?? []).flatMap(({ id, displayName }) => offered.map((kind) => ({ id: `${id}.${kind}`, displayName, kind })))
  return [...mark(indicators.indicators, 'indicator'), ...mark(elements.dataElements, 'data-element'), ...rates, ...mark(operands?.dataElementOperands, 'operand')]
}

/** Indicators, data elements and reporting rates whose name holds the words, and parts of data elements; without words the first ones. */
export function dataItemsQuery(words: string) {
  return queryOptions({ queryKey: ['data-items', words], queryFn: ({ signal }) => search(words, signal) })
}

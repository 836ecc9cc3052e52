/** What figures there are to choose from. */
import { queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client'

interface DataItem {
  id: string
  displayName: string
  kind: 'data-element' | 'operand' | 'indicator' | 'reporting-rate'
}

const LIMIT = 50
const RATE = '.REPORTING_RATE'

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
  const rates = sets.dataSets?.map(({ id, displayName }) => ({ id: `${id}${RATE}`, displayName }))
  return [...mark(indicators.indicators, 'indicator'), ...mark(elements.dataElements, 'data-element'), ...mark(rates, 'reporting-rate'), ...mark(operands?.dataElementOperands, 'operand')]
}

/** Indicators, data elements and reporting rates whose name holds the words, and parts of data elements; without words the first ones. */
export function dataItemsQuery(words: string) {
  return queryOptions({ queryKey: ['data-items', words], queryFn: ({ signal }) => search(words, signal) })
}

import { QueryClient } from '@tanstack/react-query'
import { Refusal } from './refusal'

/** Only what may heal by itself is tried again; a refusal stays one. */
function mayHeal(failures: number, error: Error): boolean {
  if (failures >= 2 || !(error instanceof Refusal)) return false
  return error.trouble === 'no-connection' || error.status === 503
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: mayHeal, staleTime: 5 * 60_000, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
})

import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect } from 'react'
import { address } from './api/client'
import { getKept, isKept, readKept } from './api/kept'
import { queryClient } from './api/query-client'
import { startWorker } from './installation/updates'
import { keepUnits } from './organisation-units/kept-units'
import { router } from './routes'
import type { Metadata } from './screens/data-entry/metadata'
import { customFormPath, FORMS, metadataQuery } from './screens/data-entry/metadata'

/** What the person waits for comes first. */
const AFTER_MS = 3_000

/** Everything behind the gate. */
export default function Inside() {
  useEffect(() => {
    const timer = setTimeout(() => void getReady(), AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  )
}

/** For the next start, which may be one without a line. What cannot be kept now is kept the next time. */
async function getReady() {
  await startWorker()
  await keepUnits().catch(() => undefined)
  // The forms, once: whoever opens one later gets them afresh.
  const metadata = (await readKept<Metadata>(address(FORMS))) ?? (await queryClient.query(metadataQuery).catch(() => undefined))
  for (const { id, formType } of metadata?.dataSets ?? []) {
    if (formType === 'CUSTOM' && !(await isKept(customFormPath(id), {}))) await getKept(customFormPath(id), {}, {}).catch(() => undefined)
  }
}

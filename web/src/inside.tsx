import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect } from 'react'
import { queryClient } from './api/query-client'
import { startWorker } from './installation/updates'
import { router } from './routes'

/** Everything behind the gate. */
export default function Inside() {
  // After what the person waits for.
  useEffect(() => void startWorker(), [])
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  )
}

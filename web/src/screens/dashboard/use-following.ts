import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Following } from './follower'
import { makeFollower } from './follower'

/** Follows new values as long as the dashboard is open and shows figures. */
export function useFollowing(isWanted: boolean): Following {
  const client = useQueryClient()
  const [follower] = useState(() => makeFollower(client))
  useEffect(() => (isWanted ? follower.start() : undefined), [follower, isWanted])
  return useSyncExternalStore(follower.subscribe, follower.now)
}

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { transformWithOxc } from 'vite'

/** What is larger, a library of charts or maps, is kept when it is first used. */
const LARGEST_FETCHED_AHEAD = 400_000

/** Writes `sw.js` beside the page: the worker, with the list of the files that this build consists of. */
export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    async closeBundle() {
      const files = readdirSync('dist', { recursive: true, encoding: 'utf8' })
        .map((name) => name.replaceAll('\\', '/'))
        .filter((name) => !name.startsWith('.') && !name.startsWith('icons/') && name !== 'sw.js' && !name.endsWith('.br') && statSync(join('dist', name)).isFile())
        .filter((name) => statSync(join('dist', name)).size <= LARGEST_FETCHED_AHEAD)
        .sort()
      const hash = createHash('sha256')
      for (const name of files) hash.update(name).update(readFileSync(join('dist', name)))
      const path = join(import.meta.dirname, 'worker.ts')
      const { code } = await transformWithOxc(readFileSync(path, 'utf8'), path)
      const head = `const VERSION = '${hash.digest('hex').slice(0, 12)}'\nconst FILES = ${JSON.stringify(files.map((name) => `/${name}`))}\n`
      writeFileSync('dist/sw.js', head + code)
    },
  }
}

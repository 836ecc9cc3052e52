import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import localesOf from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { serviceWorker } from './service-worker/bundle.ts'

const server = process.env.AFYA_URL ?? 'http://localhost:8080'

/** The server hands out `<file>.br` where it stands beside a file, so that it never compresses an asset itself. */
function brotliBeside(): Plugin {
  return {
    name: 'brotli-beside',
    apply: 'build',
    closeBundle() {
      for (const name of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg|json|wasm|webmanifest)$/.test(name)) continue
        const path = join('dist', name)
        writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)))
      }
    },
  }
}

export default defineConfig({
  plugins: [
    // React Aria carries its own words in thirty languages; only ours are shipped.
    { ...localesOf.vite({ locales: ['en-US', 'fr-FR', 'ar-AE'] }), enforce: 'pre' },
    react(),
    serviceWorker(),
    brotliBeside(),
  ],
  build: {
    target: 'es2022',
    // A data: font or picture would need a hole in the content security policy.
    assetsInlineLimit: 0,
    manifest: true,
    chunkSizeWarningLimit: 700,
  },
  // The server takes calls of its own origin: it must see the address that the browser sees.
  server: { proxy: Object.fromEntries(['/api', '/dhis-web-commons-security'].map((path) => [path, { target: server, changeOrigin: false }])) },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
})

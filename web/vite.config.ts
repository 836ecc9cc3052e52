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

/**
 * The page fetches the shell beside the small file that it runs first, and does not wait to be told by it.
 */
function shellBeside(): Plugin {
  return {
    name: 'shell-beside',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) => {
        const shell = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'gate')
        if (shell?.type !== 'chunk') throw new Error('no file of the build is called gate')
        const styles = [...(shell.viteMetadata?.importedCss ?? [])]
        return [
          { tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${shell.fileName}` }, injectTo: 'head' },
          ...styles.map((name) => ({ tag: 'link', attrs: { rel: 'stylesheet', crossorigin: true, href: `/${name}` }, injectTo: 'head' as const })),
        ]
      },
    },
  }
}

export default defineConfig({
  plugins: [
    // React Aria carries its own words in thirty languages; only ours are shipped.
    { ...localesOf.vite({ locales: ['en-US', 'fr-FR', 'ar-AE'] }), enforce: 'pre' },
    react(),
    shellBeside(),
    serviceWorker(),
    brotliBeside(),
  ],
  build: {
    target: 'es2022',
    // A data: font or picture would need a hole in the content security policy.
    assetsInlineLimit: 0,
    manifest: true,
    chunkSizeWarningLimit: 700,
    // A browser that cannot preload fetches a little later.
    modulePreload: { polyfill: false },
    // A file for each part that a person waits for: each one of many small ones would be another wait on a slow line.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'ahead', tags: ['$initial'], priority: 3 },
            { name: 'gate', test: /src[\\/]start\.tsx$/, priority: 2 },
            { name: 'inside', test: /src[\\/](inside|screens[\\/]home[\\/]home)\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
  // The server takes calls of its own origin: it must see the address that the browser sees.
  server: { proxy: Object.fromEntries(['/api', '/dhis-web-commons-security'].map((path) => [path, { target: server, changeOrigin: false }])) },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
})

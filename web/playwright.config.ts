import { defineConfig } from '@playwright/test'

/**
 * With E2E_BASE_URL the journeys that stand on no particular country run against that server; without it, all run
 * against the small one in tests/mock. Pictures are taken when PICTURES is set.
 */
const real = process.env.E2E_BASE_URL
const port = Number(process.env.MOCK_PORT ?? 4180)

export default defineConfig({
  testDir: 'tests',
  testMatch: process.env.PICTURES ? 'pictures.spec.ts' : real ? ['sign-in.spec.ts', 'main-job.spec.ts'] : '*.spec.ts',
  testIgnore: process.env.PICTURES ? [] : 'pictures.spec.ts',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // On a busy machine everything takes longer; what is never there fails all the same.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: real ?? `http://localhost:${port}`,
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Africa/Nairobi',
    trace: 'retain-on-failure',
    // Requests that a worker answers could not be routed; the specs about it let it run.
    serviceWorkers: 'block',
  },
  ...(real
    ? {}
    : { webServer: { command: 'node tests/mock/server.ts', port, env: { MOCK_PORT: String(port) }, reuseExistingServer: false } }),
})

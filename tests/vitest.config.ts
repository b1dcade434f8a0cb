import { defineConfig } from 'vitest/config'
import { findChromium } from './support/chromium.ts'

const SECOND_MS = 1000

/** Without a browser the browser tests are left out, except in CI, where its absence must fail them. */
const hasBrowserTests = Boolean(process.env.CI) || findChromium() !== null

const project = (name: string, include: string[], options: Record<string, unknown> = {}) => ({
  test: { name, include, passWithNoTests: true, ...options },
})

const onDatabase = { testTimeout: 30 * SECOND_MS, hookTimeout: 60 * SECOND_MS }

export default defineConfig({
  test: {
    globalSetup: ['./tests/support/global-setup.ts'],
    passWithNoTests: true,
    projects: [
      project('unit', ['{packages,apps}/**/*.test.{ts,tsx}']),
      project('architecture', ['tests/architecture/**/*.test.ts'], { testTimeout: 60 * SECOND_MS }),
      project('conformance', ['tests/conformance/**/*.test.ts'], onDatabase),
      project('plugins', ['plugins/**/*.test.{ts,tsx}', 'tests/plugins/**/*.test.ts'], onDatabase),
      project('integration', ['tests/{integration,golden,security}/**/*.test.ts'], onDatabase),
      ...(hasBrowserTests ? [browserTests()] : []),
    ],
  },
})

/** Two files at a time, after all others: each is a browser, a server and a database together. */
function browserTests() {
  return project('e2e', ['tests/e2e/**/*.test.ts'], {
    testTimeout: 120 * SECOND_MS,
    hookTimeout: 180 * SECOND_MS,
    maxWorkers: 2,
    sequence: { groupOrder: 1 },
  })
}

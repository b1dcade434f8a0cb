import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inRoot, root } from './paths.mjs'

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed tests that failed, and files that failed as a whole
 * @property {number} skipped
 */

/**
 * Runs all tests and counts them.
 *
 * @param {string[]} args further arguments for vitest
 * @returns {Counts}
 */
export function runTests(args) {
  console.log('\n── tests')
  const folder = mkdtempSync(join(tmpdir(), 'fieldwork-report-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { status } = spawnSync(
    process.execPath,
    [
      inRoot('node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      inRoot('tests/vitest.config.ts'),
      ...reporters,
      ...args,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  const counts = existsSync(report)
    ? count(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 }
  rmSync(folder, { recursive: true })
  // An error outside of any test fails the run without failing a test, and a run without tests proves nothing.
  const isBroken = status !== 0 || counts.passed === 0
  return isBroken && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** @returns {Counts} */
function count(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

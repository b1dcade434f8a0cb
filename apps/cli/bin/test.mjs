#!/usr/bin/env node
import { checkNode } from '../lib/check-node.mjs'
import { installDependencies } from '../lib/install.mjs'
import { runTests } from '../lib/tests.mjs'

checkNode()
installDependencies()
const { runChecks } = await import('../lib/checks.mjs')
const checks = await runChecks()
const tests = runTests(process.argv.slice(2))

printSummary()
process.exitCode = failedChecks().length + tests.failed > 0 ? 1 : 0

function failedChecks() {
  return checks.filter((check) => !check.ok)
}

/** The last line is read by programs; a check that failed counts as one failure there. */
function printSummary() {
  console.log('\n── summary')
  for (const { name, ok, seconds } of checks)
    console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name} (${seconds.toFixed(1)} s)`)
  console.log(`${tests.failed === 0 ? 'ok    ' : 'FAILED'}  tests`)
  const parts = [`${tests.passed} passed`, `${tests.failed + failedChecks().length} failed`]
  if (tests.skipped > 0) parts.push(`${tests.skipped} skipped`)
  console.log(parts.join(', '))
}

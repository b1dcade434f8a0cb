import { buildServer } from './build-server.mjs'
import { buildWeb } from './build-web.mjs'
import { npm } from './npm.mjs'

/**
 * @typedef {object} Outcome
 * @property {string} name
 * @property {boolean} ok
 * @property {number} seconds
 */

const CHECKS = [
  { name: 'types', run: () => npm('run', '--silent', 'types') },
  { name: 'lint', run: () => npm('run', '--silent', 'lint') },
  { name: 'format', run: () => npm('run', '--silent', 'format:check') },
  { name: 'dead code', run: () => npm('run', '--silent', 'dead') },
  { name: 'server', run: buildServer },
  { name: 'web app', run: buildWeb },
]

/**
 * Runs every check, whatever the others say.
 *
 * @returns {Promise<Outcome[]>}
 */
export async function runChecks() {
  const outcomes = []
  for (const { name, run } of CHECKS) {
    console.log(`\n── ${name}`)
    const start = Date.now()
    const ok = await run()
    outcomes.push({ name, ok, seconds: (Date.now() - start) / 1000 })
  }
  return outcomes
}

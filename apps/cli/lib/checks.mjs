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
  { name: 'web app', run: buildWeb },
]

/**
 * Runs every check, whatever the others say.
 *
 * @returns {Outcome[]}
 */
export function runChecks() {
  return CHECKS.map(({ name, run }) => {
    console.log(`\n── ${name}`)
    const start = Date.now()
    const ok = run()
    return { name, ok, seconds: (Date.now() - start) / 1000 }
  })
}

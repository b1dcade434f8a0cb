import { spawnSync } from 'node:child_process'
import { root } from './paths.mjs'

/**
 * Runs npm in the top folder: the npm that started us, else the one in PATH. What it builds is for production, whatever
 * NODE_ENV the caller has.
 *
 * @param {string[]} args
 * @returns {boolean} whether it succeeded
 */
export function npm(...args) {
  const script = process.env.npm_execpath
  const isScript = script !== undefined && /\.c?js$/.test(script)
  const [command, first] = isScript ? [process.execPath, [script]] : ['npm', []]
  const { status } = spawnSync(command, [...first, ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: !isScript && process.platform === 'win32',
  })
  return status === 0
}

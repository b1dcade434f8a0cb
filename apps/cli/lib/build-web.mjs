import { buildWhenStale } from './build-stamp.mjs'
import { npm } from './npm.mjs'
import { say } from './say.mjs'

/** Everything that the built web app is made from. */
const SOURCES = [
  'apps/web',
  'packages/ui',
  'packages/metadata',
  'packages/fields',
  'packages/expressions',
  'plugins',
  'package-lock.json',
]
const BUILD = ['run', 'build', '--silent', '--workspace', '@fieldwork/web', '--', '--logLevel', 'error']

/**
 * Builds the web app when it was not built from the sources as they are now.
 *
 * @returns {Promise<boolean>} whether it is there now
 */
export function buildWeb() {
  return buildWhenStale({ sources: SOURCES, stamp: 'apps/web/dist/.built-from', build })
}

function build() {
  say('building the web app, a few seconds', '正在构建网页，需几秒')
  return npm(...BUILD)
}

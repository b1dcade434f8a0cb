#!/usr/bin/env node
import { pathToFileURL } from 'node:url'
import { buildWeb } from '../lib/build-web.mjs'
import { checkNode } from '../lib/check-node.mjs'
import { installDependencies } from '../lib/install.mjs'
import { inRoot } from '../lib/paths.mjs'
import { giveUp } from '../lib/say.mjs'

const SERVER = inRoot('apps/server/src/main.ts')

checkNode()
installDependencies()
if (!isAskingForHelp() && !buildWeb()) giveUp('Building the web app failed.', '网页构建失败。')
process.env.NODE_ENV ??= 'production'
await runServer()

function isAskingForHelp() {
  return process.argv.includes('--help') || process.argv.includes('-h')
}

/**
 * The server runs in this process, so that a signal to it needs nobody to pass it on. Processes that it forks get the
 * same TypeScript loader.
 */
async function runServer() {
  const loader = import.meta.resolve('tsx')
  await import(import.meta.resolve('tsx/cjs'))
  await import(import.meta.resolve('tsx/esm'))
  process.execArgv.push('--import', loader)
  process.argv[1] = SERVER
  await import(pathToFileURL(SERVER).href)
}

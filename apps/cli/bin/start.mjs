#!/usr/bin/env node
import { pathToFileURL } from 'node:url'
import { buildWeb } from '../lib/build-web.mjs'
import { checkNode } from '../lib/check-node.mjs'
import { installDependencies } from '../lib/install.mjs'
import { giveUp } from '../lib/say.mjs'

checkNode()
installDependencies()
const { BUILT_SERVER, buildServer } = await import('../lib/build-server.mjs')
if (!(await buildServer())) giveUp('Building the server failed.', '服务器构建失败。')
if (!isAskingForHelp() && !(await buildWeb())) giveUp('Building the web app failed.', '网页构建失败。')
process.env.NODE_ENV ??= 'production'
await runServer()

function isAskingForHelp() {
  return process.argv.includes('--help') || process.argv.includes('-h')
}

/** The server runs in this process, so that a signal to it needs nobody to pass it on. */
async function runServer() {
  process.argv[1] = BUILT_SERVER
  await import(pathToFileURL(BUILT_SERVER).href)
}

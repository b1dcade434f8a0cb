#!/usr/bin/env node
import { checkNode } from '../lib/check-node.mjs'
import { installDependencies } from '../lib/install.mjs'
import { giveUp } from '../lib/say.mjs'

checkNode()
installDependencies()
const { buildServer } = await import('../lib/build-server.mjs')
if (!(await buildServer())) giveUp('Building the server failed.', '服务器构建失败。')
await import(import.meta.resolve('tsx/esm'))
await import('../src/bench/main.ts')

#!/usr/bin/env node
import { checkNode } from '../lib/check-node.mjs'
import { installDependencies } from '../lib/install.mjs'

checkNode()
installDependencies()
await import(import.meta.resolve('tsx/esm'))
const { runFieldwork } = await import('../src/promote/main.ts')
process.exitCode = await runFieldwork(process.argv.slice(2), process.env)

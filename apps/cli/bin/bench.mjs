#!/usr/bin/env node
import { checkNode } from '../lib/check-node.mjs'
import { installDependencies } from '../lib/install.mjs'

checkNode()
installDependencies()
await import(import.meta.resolve('tsx/esm'))
await import('../src/bench/main.ts')

#!/usr/bin/env node
import { join } from 'node:path'
import { checkNode } from '../lib/check-node.mjs'
import { BUDGET, weighFirstLoad } from '../lib/first-load.mjs'
import { installDependencies } from '../lib/install.mjs'
import { root } from '../lib/paths.mjs'
import { giveUp } from '../lib/say.mjs'

const SHOWN = 8

checkNode()
installDependencies()
const { buildWeb } = await import('../lib/build-web.mjs')
if (!(await buildWeb())) giveUp('Building the web app failed.', '网页构建失败。')
const { entry, list, files } = weighFirstLoad(join(root, 'apps/web/dist'))
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} kB`
console.log(`JavaScript of a first load, gzip:
  every page  ${kilobytes(entry)} of ${kilobytes(BUDGET.entry)}
  a list      ${kilobytes(list)} of ${kilobytes(BUDGET.list)}, in ${files.length} files, the largest:`)
for (const { file, bytes } of files.slice(0, SHOWN)) console.log(`    ${kilobytes(bytes).padStart(7)}  ${file}`)
process.exitCode = entry > BUDGET.entry || list > BUDGET.list ? 1 : 0

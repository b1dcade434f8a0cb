#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { checkNode } from '../lib/check-node.mjs'
import { installDependencies } from '../lib/install.mjs'
import { root } from '../lib/paths.mjs'
import { say } from '../lib/say.mjs'

checkNode()
installDependencies()
const folder = resolve(process.argv[2] ?? `${root}/.data/screenshots`)
mkdirSync(folder, { recursive: true })
say(`screens of both languages, widths and themes go to ${folder}`, `两种语言、宽度和主题的界面截图存入 ${folder}`)
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/vitest.config.ts', 'tests/e2e/screens.test.ts'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, E2E_SCREENSHOTS: folder } },
)
process.exitCode = status ?? 1

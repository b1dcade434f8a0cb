import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './npm.mjs'
import { inRoot } from './paths.mjs'
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
const SKIPPED = new Set(['node_modules', 'dist', 'screenshots'])
const STAMP = 'apps/web/dist/.built-from'
const BUILD = ['run', 'build', '--silent', '--workspace', '@fieldwork/web', '--', '--logLevel', 'error']

/**
 * Builds the web app when it was not built from the sources as they are now.
 *
 * @returns {boolean} whether it is there now
 */
export function buildWeb() {
  const sources = hashSources()
  const stamp = inRoot(STAMP)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return true
  say('building the web app, a few seconds', '正在构建网页，需几秒')
  if (!npm(...BUILD)) return false
  writeFileSync(stamp, sources)
  return true
}

/** By content: a clone, a copy or a checkout changes the times of files but not what they hold. */
function hashSources() {
  const hash = createHash('sha256')
  for (const source of SOURCES) hashInto(hash, source)
  return hash.digest('hex')
}

function hashInto(hash, path) {
  const full = inRoot(path)
  if (path.endsWith('.test.ts') || path.endsWith('.test.tsx')) return
  const entries = listFolder(full)
  if (!entries) {
    hash.update(path).update('\0').update(readFileSync(full)).update('\0')
    return
  }
  for (const name of entries.filter((entry) => !SKIPPED.has(entry)).sort()) hashInto(hash, join(path, name))
}

/** @returns {string[] | null} null when it is a file */
function listFolder(path) {
  try {
    return readdirSync(path)
  } catch (error) {
    if (error.code === 'ENOTDIR') return null
    throw error
  }
}

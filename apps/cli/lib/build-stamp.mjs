import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from './paths.mjs'

const SKIPPED = new Set(['node_modules', 'dist', 'screenshots'])

/**
 * Builds what was not built from the sources as they are now.
 *
 * @param {{ sources: string[], stamp: string, build: () => boolean | Promise<boolean> }} target
 *   paths below the top folder, and how to build
 * @returns {Promise<boolean>} whether it is there now
 */
export async function buildWhenStale({ sources, stamp, build }) {
  const wanted = hashSources(sources)
  const file = inRoot(stamp)
  if (existsSync(file) && readFileSync(file, 'utf8') === wanted) return true
  if (!(await build())) return false
  writeFileSync(file, wanted)
  return true
}

/** By content: a clone, a copy or a checkout changes the times of files but not what they hold. */
function hashSources(sources) {
  const hash = createHash('sha256')
  for (const source of sources) hashInto(hash, source)
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

import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** What is remembered of a database of our own between starts. */
export interface State {
  password: string
  /** The port of the last start; 0 before the first. */
  port: number
  /** Whose programs ran at the last start. */
  kind: 'bundled' | 'system'
}

/** Reads the state file, or creates one with a new random password; of two processes that create it, one wins. */
export function loadState(path: string): State {
  if (!existsSync(path)) createState(path)
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** Replaces the state file as a whole; only its owner can read it. */
export function saveState(path: string, state: State): void {
  renameSync(writeDraft(path, state), path)
}

function createState(path: string): void {
  const draft = writeDraft(path, { password: randomBytes(24).toString('base64url'), port: 0, kind: 'bundled' })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}

function writeDraft(path: string, state: State): string {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  return draft
}

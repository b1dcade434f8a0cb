import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** What is remembered of a database of our own between starts. */
export interface State {
  password: string
  /** The port of the last start; 0 before the first. */
  port: number
  /** Whose programs ran at the last start. */
  kind: 'bundled' | 'system'
}

/** Reads the state file, or creates one with a new random password. */
export function loadState(path: string): State {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  const state: State = { password: randomBytes(24).toString('base64url'), port: 0, kind: 'bundled' }
  saveState(path, state)
  return state
}

/** Replaces the state file as a whole; only its owner can read it. */
export function saveState(path: string, state: State): void {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, path)
}

import type { Client } from './client.ts'

/** What a command works with. */
export interface CommandInput {
  /** the folder or file it is about */
  target: string
  client: Client
  layer: string | undefined
  /** what can lose something is accepted beforehand */
  isAccepted: boolean
  /** uploaded files are left out */
  isWithoutFiles: boolean
  /** a new plugin has a part in the browser */
  isWeb: boolean
  message: string | undefined
  language: string
  /** settings of the server, for what works without one */
  env: Record<string, string | undefined>
  say(line: string): void
  ask(question: string): Promise<boolean>
}

/** Runs and answers with the exit code. */
export type Command = (input: CommandInput) => Promise<number>

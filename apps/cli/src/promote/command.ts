import type { Client } from './client.ts'

/** What a command works with. */
export interface CommandInput {
  /** the folder or file it is about */
  target: string
  client: Client
  layer: string | undefined
  /** what can lose something is accepted beforehand */
  isAccepted: boolean
  message: string | undefined
  language: string
  say(line: string): void
  ask(question: string): Promise<boolean>
}

/** Runs and answers with the exit code. */
export type Command = (input: CommandInput) => Promise<number>

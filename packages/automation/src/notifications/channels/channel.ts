import type { JsonSchema, LocalizedText, Problem } from '@fieldwork/metadata'
import type { OutgoingFetch } from '../../connections/connection.ts'
import type { Mailer } from './mailer.ts'
import type { OutgoingMessage } from './message.ts'

/** What channels send by. */
export interface ChannelTools {
  /** calls servers outside; none inside the own network */
  fetch: OutgoingFetch
  /** calls a service by a connection of the workspace, with its secrets; every call is logged */
  call(
    connection: string,
    call: { method: 'GET' | 'POST' | 'PUT'; path: string; headers?: Record<string, string>; body?: string },
    key: string,
  ): Promise<{ status: number; body: string }>
  mailer: Mailer
  now: Date
  signal: AbortSignal
}

/** A kind of way by which messages leave the house. */
export interface ChannelDefinition<Settings = Record<string, unknown>> {
  /** small letters, digits and hyphens */
  name: string
  label: LocalizedText
  help?: LocalizedText
  /** a person at his address, or a group such as a chat */
  reach: 'person' | 'group'
  /** which address of a person it needs */
  address?: 'mail' | 'phone'
  /** JSON Schema of an object; properties with `writeOnly` are secrets, sealed and never shown again */
  settings?: JsonSchema & { properties: Record<string, JsonSchema> }
  /** what the schema cannot say */
  checkSettings?(settings: Settings): Problem[]
  /** messages that it takes at most, over all nodes; others wait for their turn */
  rate?: { messages: number; seconds: number }
  /** only the recipient reads it: it may carry links that need no log-in */
  isPrivate?: boolean
  /**
   * Sends it. An error lets it be tried again later.
   *
   * @returns by what the other side knows it
   * @throws DeliveryRefused where trying again is of no use, DeliveryLater where it is too much just now
   */
  deliver(message: OutgoingMessage, settings: Settings, tools: ChannelTools): Promise<{ reference?: string } | void>
}

/** Types a channel where it is written down. */
export const defineChannel = <Settings = Record<string, unknown>>(
  definition: ChannelDefinition<Settings>,
): ChannelDefinition => definition as unknown as ChannelDefinition

/** It will never arrive, however often it is tried: a wrong address, a setting that is missing. */
export class DeliveryRefused extends Error {
  readonly reason: LocalizedText

  constructor(reason: LocalizedText) {
    super(reason.en)
    this.reason = reason
  }
}

/** The other side takes no more for now. */
export class DeliveryLater extends Error {
  readonly seconds: number

  constructor(seconds: number) {
    super(`Not before ${seconds} s from now`)
    this.seconds = seconds
  }
}

/** A channel as it is set up in the workspace. */
export interface ReadyChannel {
  name: string
  type: ChannelDefinition
  settings: Record<string, unknown>
}

/** The channels of the workspace, by name. */
export interface ChannelSource {
  /** null: there is none of this name, or it is turned off */
  find(name: string): Promise<ReadyChannel | null>
}

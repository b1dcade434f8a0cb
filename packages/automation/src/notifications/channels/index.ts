import type { ChannelDefinition } from './channel.ts'
import { mail } from './mail.ts'
import { sms } from './sms.ts'

/** Every kind of channel that the program brings, by name. */
export const channelTypes: ReadonlyMap<string, ChannelDefinition> = new Map(
  [mail, sms].map((each) => [each.name, each]),
)

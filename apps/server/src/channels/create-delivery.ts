import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { createMailer } from '@fieldwork/automation'
import type { Approvals, ChannelSource, DeliveryDeps, OutgoingFetch, Outside } from '@fieldwork/automation'
import type { Database, Registry } from '@fieldwork/database'
import { asSystem } from '@fieldwork/records'
import type { Files } from '@fieldwork/records'
import type { Config } from '../config.ts'

interface DeliveryParts {
  config: Config
  db: Database
  registry: Registry
  files: Files
  approvals: Approvals
  channels: ChannelSource
  fetch: OutgoingFetch
  connections: Outside['connections']
}

/** What messages leave the house with. */
export function createDelivery({
  config,
  db,
  registry,
  files,
  approvals,
  channels,
  fetch,
  connections,
}: DeliveryParts): {
  deps: DeliveryDeps
  close(): void
} {
  const outbox = join(config.dataDir, 'outbox')
  const mailer = createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom, outbox })
  const courier = asSystem('delivery')
  const deps: DeliveryDeps = {
    db,
    catalog: registry.catalog,
    channels,
    tools: {
      fetch,
      mailer,
      call: (connection, call, key) => connections.call(connection, { ...call, key }),
    },
    address: config.publicUrl ?? `http://localhost:${config.port}`,
    linksOf: approvals.linksOf,
    async openFile(id) {
      const { name, type } = await files.open(courier, id)
      return { name, type, content: await buffer(await files.content(courier, id)) }
    },
  }
  return { deps, close: () => mailer.close() }
}

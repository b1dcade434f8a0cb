import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { OutgoingMessage } from './message.ts'
import { mailOf } from './mail-text.ts'

/** Sends mail. */
export interface Mailer {
  send(message: OutgoingMessage, options: MailOptions): Promise<{ reference: string }>
  close(): void
}

interface MailOptions {
  replyTo?: string
}

export interface MailerSettings {
  /** e.g. `smtps://user:password@mail.example.com`; null: mail is put into the folder instead */
  smtpUrl: string | null
  /** the sender, e.g. `Fieldwork <crm@example.com>` */
  from: string
  /** where mail goes that nobody sends */
  outbox: string
}

const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** Mail over SMTP; without a server each message becomes a file `<key>.eml` that mail programs open. */
export function createMailer({ smtpUrl, from, outbox }: MailerSettings): Mailer {
  const host = /@([^@>\s]+)>?$/.exec(from)?.[1] ?? 'localhost'
  const transport = smtpUrl === null ? null : createTransport({ url: smtpUrl, ...TIMEOUTS })
  const writer = createTransport({ streamTransport: true, buffer: true })
  return {
    async send(message, { replyTo }) {
      const messageId = `<${message.key.replaceAll(/[^A-Za-z0-9.-]/g, '.')}@${host}>`
      const mail = { from, messageId, ...(replyTo && { replyTo }), ...mailOf(message) }
      if (transport) {
        await transport.sendMail(mail)
        return { reference: messageId }
      }
      const { message: written } = await writer.sendMail(mail)
      return { reference: await putInto(outbox, message.key, written as Buffer) }
    },
    close: () => transport?.close(),
  }
}

/** A reader never finds half a file. */
async function putInto(folder: string, key: string, content: Buffer): Promise<string> {
  await mkdir(folder, { recursive: true })
  const name = `${key.replaceAll(/[^A-Za-z0-9-]/g, '_')}.eml`
  const draft = join(folder, `.${name}.draft`)
  await writeFile(draft, content, { mode: 0o600 })
  await rename(draft, join(folder, name))
  return name
}

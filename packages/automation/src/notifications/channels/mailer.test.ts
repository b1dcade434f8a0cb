import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMailer } from './mailer.ts'

let outbox: string

beforeAll(async () => {
  outbox = await mkdtemp(join(tmpdir(), 'fieldwork-outbox-'))
})

afterAll(() => rm(outbox, { recursive: true }))

const forged = '\r\nBcc: thief@example.com\r\n\r\nforged'

it('line ends in a title begin no header', async () => {
  const mailer = createMailer({ smtpUrl: null, from: 'Fieldwork <crm@example.com>', outbox })
  const { reference } = await mailer.send(
    {
      key: 'one',
      kind: 'news',
      locale: 'en',
      title: `Loan${forged}`,
      body: 'Text',
      form: 'text',
      link: null,
      actions: [],
      address: 'ann@example.com',
      name: `Ann${forged}`,
      attachments: [],
    },
    {},
  )
  const written = await readFile(join(outbox, reference!), 'utf8')
  const [head] = written.split('\r\n\r\n')
  expect(head).toMatch(/^Subject: Loan/m)
  expect(head).not.toMatch(/^Bcc:/im)
  mailer.close()
})

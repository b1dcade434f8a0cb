import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { notify } from '@fieldwork/automation'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { chain, startApprovalWorld, step } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'
import { startMailServer } from '../support/mail-server.ts'
import type { TakenMail } from '../support/mail-server.ts'

const title = { en: 'The report is due <soon>', 'zh-CN': '报表到期' }
let world: ApprovalWorld
let server: Awaited<ReturnType<typeof startMailServer>>
let said: (mail: TakenMail) => string = () => '250 ok'

beforeAll(async () => {
  server = await startMailServer((mail) => said(mail))
  world = await startApprovalWorld({ SMTP_URL: server.url, MAIL_FROM: 'Office <crm@example.com>' })
  for (const name of ['boss', 'boss2', 'worker'])
    await world.as(name).put('/api/notifications/choices', { addresses: { mail: `${name}@example.com` }, locale: 'en' })
  await world.api.deps.automation.start()
})
afterAll(async () => {
  await world.api.deps.automation.stop()
  await world.stop()
  await server.stop()
})

const told = async (name: string, more: object = {}) => {
  const [id] = await notify(world.api.db, { to: [world.ids[name]!], kind: 'test.news', title, ...more })
  return id!
}
const deliveries = async (id: string) => (await world.api.admin.get(`/api/notifications/${id}/deliveries`)).body.data
const settled = (id: string, state: string) =>
  vi.waitFor(
    async () => {
      const [found] = await deliveries(id)
      if (found?.state !== state) throw new Error(JSON.stringify(found))
      return found
    },
    { timeout: 10_000, interval: 50 },
  )
const mailTo = (name: string) => server.taken.filter(({ to }) => to.includes(`${name}@example.com`))
/** what waits for its next attempt is tried at once */
const hurry = () =>
  world.api.db.query({
    text: `select graphile_worker.reschedule_jobs(array(select id from graphile_worker._private_jobs
      where locked_at is null), now())`,
  })

/** the text of a mail in quoted-printable or base64 */
function decoded({ text }: TakenMail): string {
  const plain = text.replaceAll('=\r\n', '').replaceAll('=3D', '=')
  const parts = [...plain.matchAll(/base64\r\n\r\n([A-Za-z0-9+/=\r\n]+)/g)]
  return plain + parts.map(([, part]) => Buffer.from(part!, 'base64').toString()).join('\n')
}

describe('a notification over mail (PLAT-99)', () => {
  it('goes out once, in the language of who gets it, with a key and a whole link', async () => {
    const id = await told('boss', { channels: ['mail'], link: '/o/request', body: { en: 'a & b', 'zh-CN': '' } })
    const delivery = await settled(id, 'sent')
    expect(delivery).toMatchObject({ channel: 'mail', attempts: 1, recipient: { name: 'boss' }, error: null })
    const [mail] = mailTo('boss')
    expect(mailTo('boss')).toHaveLength(1)
    expect(decoded(mail!)).toContain('Subject: The report is due <soon>')
    expect(decoded(mail!)).toContain('a &amp; b')
    expect(decoded(mail!)).toContain('http://localhost:3000/o/request')
    expect(mail!.text).toContain(`Message-ID: <${delivery.id}@example.com>`)
  })

  it('follows what people choose, then what is asked for, then what is usual', async () => {
    const { admin } = world.api
    expect((await admin.put('/api/notifications/usual-channels', { kinds: { test: ['mail'] } })).status).toBe(200)
    const mine = { addresses: { mail: 'worker@example.com' }, locale: 'en' }
    await world.as('worker').put('/api/notifications/choices', { ...mine, kinds: { '*': [] } })
    expect(await deliveries(await told('worker', { channels: ['mail'] }))).toEqual([])
    await world.as('worker').put('/api/notifications/choices', { ...mine, kinds: { 'test.news': ['mail'] } })
    expect(await deliveries(await told('worker'))).toHaveLength(1)
    expect(await deliveries(await told('boss2'))).toHaveLength(1)
    await admin.put('/api/notifications/usual-channels', { kinds: {} })
    expect(await deliveries(await told('boss2'))).toEqual([])
    const choices = (await world.as('worker').get('/api/notifications/choices')).body
    expect(choices).toMatchObject({ kinds: { 'test.news': ['mail'] }, usual: {}, locale: 'en' })
    expect(choices.channels.map(({ name }: { name: string }) => name)).toEqual(['mail'])
  })

  it('refuses choices of kinds, channels and addresses that cannot be', async () => {
    const boss = world.as('boss')
    for (const wrong of [
      { kinds: { 'test.news': ['pigeon'] } },
      { kinds: { 'A B': [] } },
      { kinds: { test: ['mail', 'mail'] } },
      { addresses: { mail: 'a@b\r\nBcc: c@d' } },
      { addresses: { fax: '1' } },
      { locale: 'fr' },
    ]) {
      const { status } = await boss.put('/api/notifications/choices', wrong)
      expect([JSON.stringify(wrong), status >= 400 && status < 500]).toEqual([JSON.stringify(wrong), true])
    }
    const foreign = await told('worker')
    expect((await boss.get(`/api/notifications/${foreign}/deliveries`)).status).toBe(404)
    expect((await boss.put('/api/notifications/usual-channels', { kinds: {} })).status).toBe(403)
  })

  it('says why nothing was sent, and is sent when the reason is gone', async () => {
    const id = await told('other', { channels: ['mail'] })
    const delivery = await settled(id, 'skipped')
    expect(delivery.error.message).toBe('There is no address for mail')
    await world.as('other').put('/api/notifications/choices', { addresses: { mail: 'other@example.com' } })
    expect((await world.api.admin.post(`/api/deliveries/${delivery.id}/retry`)).status).toBe(204)
    await settled(id, 'sent')
    expect((await world.api.admin.post(`/api/deliveries/${delivery.id}/retry`)).status).toBe(404)
    const wrong = await told('other', { channels: ['pigeon'] })
    expect((await settled(wrong, 'skipped')).error.message).toBe('The channel “pigeon” is not set up')
  })

  it('is tried again while the server is busy, and listed as dead when it stays so', async () => {
    await world.as('director').put('/api/notifications/choices', { addresses: { mail: 'director@example.com' } })
    said = () => '451 later'
    const id = await told('director', { channels: ['mail'] })
    await vi.waitFor(
      async () => {
        await hurry()
        const [found] = await deliveries(id)
        expect(found).toMatchObject({ state: 'failed', attempts: 8 })
      },
      { timeout: 15_000, interval: 60 },
    )
    const dead = (await world.api.admin.get('/api/jobs/dead')).body.data
    expect(dead.map(({ task }: { task: string }) => task)).toEqual(['deliver'])
    said = () => '250 ok'
    expect((await world.api.admin.post(`/api/jobs/${dead[0].id}/retry`)).status).toBe(204)
    expect((await settled(id, 'sent')).attempts).toBe(9)
    expect(mailTo('director')).toHaveLength(1)
  })

  it('is not tried again where the server will never take it', async () => {
    said = () => '550 no such person'
    const id = await told('boss', { channels: ['mail'] })
    expect((await settled(id, 'skipped')).error.message).toContain('550')
    said = () => '250 ok'
  })

  it('is sent by a job that was lost', async () => {
    const id = await told('boss2')
    await world.api.db.query({
      text: `insert into fw_delivery (id, notification, recipient, channel, created_at)
        values (gen_random_uuid(), $1, $2, 'mail', now() - interval '1 minute')`,
      values: [id, world.ids.boss2],
    })
    world.api.deps.automation.jobs.nudge()
    await settled(id, 'sent')
  })
})

it('lets somebody decide by a link in his mail, once and without logging in', async () => {
  await world.api.admin.put('/api/notifications/usual-channels', { kinds: { approval: ['mail'] } })
  await world.chains(chain({ first: step({ who: { users: ['boss'] } }) }))
  const id = await world.request({ name: 'Chairs' })
  const before = mailTo('boss').length
  await world.submit(id)
  const mail = await vi.waitFor(() => {
    const mails = mailTo('boss')
    expect(mails).toHaveLength(before + 1)
    return decoded(mails.at(-1)!)
  })
  const [, token] = /http:\/\/localhost:3000\/decide\/([\w-]{43})/.exec(mail)!
  const { rows } = await world.api.db.query<{ all: string }>({
    text: "select string_agg(l::text, '') || (select string_agg(d::text, '') from fw_delivery d) as all from fw_approval_link l",
  })
  expect(rows[0]!.all).not.toContain(token)
  const url = `/api/approvals/links/${token}`
  expect((await world.api.send({ method: 'GET', url })).body.state).toBe('pending')
  expect((await world.api.send({ method: 'POST', url, payload: { opinion: 'agree' } })).status).toBe(200)
  expect(await world.state(id)).toBe('approved')
  expect((await world.api.send({ method: 'GET', url })).status).toBe(404)
})

it('puts mail into files where there is no server', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'outbox-'))
  const office = await startApprovalWorld({ DATA_DIR: folder })
  await office.api.deps.automation.start()
  await office.as('boss').put('/api/notifications/choices', { addresses: { mail: 'boss@example.com' } })
  await notify(office.api.db, { to: [office.ids.boss!], kind: 'test', title, channels: ['mail'] })
  const [name] = await vi.waitFor(() => {
    const names = readdirSync(join(folder, 'outbox')).filter((each) => each.endsWith('.eml'))
    expect(names).toHaveLength(1)
    return names
  })
  expect(readFileSync(join(folder, 'outbox', name!), 'utf8')).toContain('To: boss <boss@example.com>')
  await office.api.deps.automation.stop()
  await office.stop()
  rmSync(folder, { recursive: true })
})

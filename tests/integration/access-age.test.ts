import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessByAge } from '../../packages/database/src/system/access-by-age.ts'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { putObject } from '../support/plain-object.ts'

/** Entries of members and shares know when their record was made. */
let api: ApiServer
let old: string
let user: string

beforeAll(async () => {
  api = await startApi()
  const published = await api.admin.post('/api/metadata/publish', { put: [putObject('deal', {}, { owner: true })] })
  expect(published.status, published.text).toBe(200)
  user = (await (await api.as('reader', [])).get('/api/me')).body.user.id
  old = (await api.admin.post('/api/records/deal', { name: 'old' })).body.id
  await api.db.query({
    text: `update deal set created_at = '2001-02-03 04:05:06.789012Z' where id = $1`,
    values: [old],
  })
})
afterAll(() => api.stop())

async function ages() {
  const { rows } = await api.db.query<{ at: string }>({
    text: `select kind || ' ' || to_char(created_at at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS.US') as at from fw_access
      where record_id = $1 order by 1`,
    values: [old],
  })
  return rows.map(({ at }) => at)
}

const both = ['member 2001-02-03 04:05:06.789012', 'share 2001-02-03 04:05:06.789012']

test('an entry has the age of its record, whoever adds it', async () => {
  const share = await api.admin.post(`/api/records/deal/${old}/share`, { to: { user }, level: 'read' })
  expect(share.status, share.text).toBe(201)
  const member = await api.admin.post(`/api/records/deal/${old}/members`, { add: [user], level: 'read' })
  expect(member.status, member.text).toBe(200)
  expect(await ages()).toEqual(both)
  await api.db.query({ text: 'delete from fw_access where record_id = $1', values: [old] })
  await api.db.query({
    text: `insert into fw_access (object, record_id, grantee, kind, level)
      select 'deal', $1, $2, kind, 1 from unnest(array['member', 'share']) kind`,
    values: [old, user],
  })
  expect(await ages()).toEqual(both)
})

test('entries of a workspace of before are given it, those of objects and records that are gone the day they came', async () => {
  const [goneRecord, goneObject] = ['0189f7a0-0000-7000-8000-000000000001', '0189f7a0-0000-7000-8000-000000000002']
  for (const text of [
    'drop trigger fw_access_age on fw_access',
    'drop function fw_access_age',
    'alter table fw_access drop column created_at',
    'create index fw_access_grantee on fw_access (grantee)',
    `insert into fw_access (object, record_id, grantee, kind, level, granted_at) values
      ('deal', '${goneRecord}', '${user}', 'share', 1, '2002-02-02'), ('gone', '${goneObject}', '${user}', 'share', 1, '2002-02-02')`,
    accessByAge,
  ])
    await api.db.query({ text })
  expect(await ages()).toEqual(both)
  const { rows } = await api.db.query({
    text: 'select record_id, created_at = granted_at as same from fw_access where record_id = any($1) order by 1',
    values: [[goneRecord, goneObject]],
  })
  expect(rows).toEqual([
    { record_id: goneRecord, same: true },
    { record_id: goneObject, same: true },
  ])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillDeadlines } from '@fieldwork/automation'
import { openOffice, type CrmOffice } from '../support/crm-office.ts'

let office: CrmOffice
let customer: string
beforeAll(async () => {
  office = await openOffice()
  customer = await office.find('customer', "life_stage == 'formal' && last_contact_on != null")
  const kept = await office.api.admin.patch(`/api/records/customer/${customer}`, { last_contact_on: day(-5) })
  expect(kept.status, kept.text).toBe(200)
}, 120_000)
afterAll(() => office.stop())

/** A day so many days from today in the zone of the workspace. */
const day = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })

/** The day on which the customer has to be contacted again, after the round has looked. */
async function dueDay(): Promise<string> {
  const { db, registry, records, config } = office.api.deps
  await fillDeadlines({ db, registry, records, timeZone: config.timeZone })
  const { data } = (await office.api.admin.get(`/api/records/customer/${customer}/deadlines`)).body
  const [found] = data.filter(({ rule }: { rule: string }) => rule === 'customer_follow_up')
  return new Date(found.due_at).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
}

const set = async (patch: object): Promise<void> => {
  const put = [{ kind: 'parameter', name: 'customer_warn_days', patch }]
  const answer = await office.api.admin.post('/api/metadata/publish', { patch: put, confirm: true })
  expect(answer.status, answer.text).toBe(200)
}

test('a deadline under way moves with the value of its parameter, not with one that is valid later', async () => {
  expect(await dueDay()).toBe(day(25))
  await set({ value: 20 })
  expect(await dueDay()).toBe(day(15))
  await set({ validFrom: { [day(-1)]: 40 } })
  expect(await dueDay()).toBe(day(15))
  await set({ validFrom: null, value: 30 })
  expect(await dueDay()).toBe(day(25))
})

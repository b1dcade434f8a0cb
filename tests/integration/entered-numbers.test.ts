import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

let api: ApiServer
beforeAll(async () => void (api = await startApi({ content: 'crm' })), 120_000)
afterAll(() => api.stop())

let made = 0
const employee = (values: object = {}) => api.admin.post('/api/records/employee', { name: `E ${++made}`, ...values })
const numberOf = async (values: object = {}): Promise<string> => {
  const answer = await employee(values)
  expect(answer.status, answer.text).toBe(201)
  return answer.body.emp_no
}

const label = (en: string) => ({ en, 'zh-CN': en })
const machine = (number: object) => ({
  name: 'machine',
  'x-object': { label: label('Machine'), nameField: 'title' },
  required: ['title'],
  properties: {
    title: { 'x-field': { type: 'text', label: label('Title') } },
    line: { 'x-field': { type: 'text', label: label('Line') } },
    number,
  },
})
const publish = async (number: object, name = 'machine') => {
  const definition = { ...machine(number), name }
  const put = [{ kind: 'object', definition }]
  const answer = await api.admin.post('/api/metadata/publish', { put, confirm: true })
  expect(answer.status, answer.text).toBeLessThan(300)
}
const numbered = (options: object) => ({ 'x-field': { type: 'auto-number', label: label('Number'), ...options } })
const machineOf = async (values: object): Promise<string> => {
  const answer = await api.admin.post('/api/records/machine', { title: 'm', ...values })
  expect(answer.status, answer.text).toBe(201)
  return answer.body.number
}

describe('an auto-number that may be entered (PLAT-16, OBJ-3)', () => {
  test('is given where none is entered, and counting goes on behind the highest that was', async () => {
    const first = await numberOf()
    expect(first).toMatch(/^E\d{4}$/)
    expect(await numberOf({ emp_no: 'E0500' })).toBe('E0500')
    expect(await numberOf()).toBe('E0501')
    expect(await numberOf({ emp_no: 'E0300' })).toBe('E0300')
    expect(await numberOf({ emp_no: 'guest-900' })).toBe('guest-900')
    expect(await numberOf({ emp_no: null })).toBe('E0502')
  })

  test('is taken once only, and counts on when it is changed', async () => {
    expect((await employee({ emp_no: 'E0500' })).status).toBe(409)
    const { body } = await employee()
    const changed = await api.admin.patch(`/api/records/employee/${body.id}`, { emp_no: 'E0700' })
    expect(changed.status, changed.text).toBe(200)
    expect(await numberOf()).toBe('E0701')
    expect((await api.admin.patch(`/api/records/employee/${body.id}`, { emp_no: 'E0501' })).status).toBe(409)
    expect((await employee({ emp_no: 'E'.repeat(201) })).status).toBe(422)
  })

  test('has neither doubles nor refusals under writers who enter some and leave others', async () => {
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, n) => employee(n % 4 === 0 ? { emp_no: `E${2000 + n}` } : {})),
    )
    const refused = answers.filter(({ status }) => status !== 201)
    // a number that is entered may have been given a moment before
    for (const { status } of refused) expect(status).toBe(409)
    const numbers = answers.filter(({ status }) => status === 201).map(({ body }) => body.emp_no)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers.length).toBeGreaterThanOrEqual(18)
  })

  test('comes along in bulk, with rows that leave it out', async () => {
    await publish(numbered({ format: '{field:line}-{000}', scope: ['line'], editable: true }))
    const rows = [{ line: 'a' }, { line: 'a', number: 'a-040' }, { line: 'b' }, { line: 'a' }, { number: 'odd' }]
    const answer = await api.admin.post('/api/records/machine/batch', {
      create: rows.map((row) => ({ title: 'bulk', ...row })),
    })
    expect(answer.status, answer.text).toBeLessThan(300)
    const listed = await api.admin.get('/api/records/machine?fields=number&sort=number&limit=50')
    expect(listed.body.data.map(({ number }: { number: string }) => number).sort()).toEqual(
      ['a-040', 'a-041', 'a-042', 'b-001', 'odd'].sort(),
    )
    expect(await machineOf({ line: 'a' })).toBe('a-043')
    expect(await machineOf({ line: 'b', number: 'b-007' })).toBe('b-007')
    expect(await machineOf({ line: 'b' })).toBe('b-008')
  })

  test('begins behind what a text field held before it was counted', async () => {
    const text = { 'x-field': { type: 'text', label: label('Number'), unique: true } }
    await publish(text, 'engine')
    for (const number of ['M-0090', 'M-0120', 'x'])
      await api.admin.post('/api/records/engine', { title: 'old', number })
    await publish(numbered({ format: 'M-{0000}', editable: true }), 'engine')
    const answer = await api.admin.post('/api/records/engine', { title: 'new' })
    expect(answer.body.number).toBe('M-0121')
  })
})

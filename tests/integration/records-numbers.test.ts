import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRecords, parsed, refusalOf } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })

const area = {
  name: 'area',
  'x-object': { label: label('Area'), nameField: 'name' },
  properties: { name: field('text'), code: field('text') },
}

const grades = {
  a: { order: 1, label: label('A'), code: '01' },
  b: { order: 2, label: label('B') },
}

const numbered = (name: string, options: object) => ({
  name,
  'x-object': { label: label(name), nameField: 'title' },
  required: ['title'],
  properties: {
    title: field('text'),
    area: field('lookup', { object: 'area' }),
    grade: field('select', { options: grades }),
    weight: field('decimal', { scale: 2 }),
    number: field('auto-number', options),
  },
})

const coded = { format: '{field:area.code}{code:grade}-{yyyy}-{0000}', reset: 'year', scope: ['area.code', 'grade'] }
const objects = [
  area,
  numbered('plain', { format: 'N-{00000}' }),
  numbered('gappy', { format: 'G-{00000}', gaps: 'allowed', start: 100 }),
  numbered('coded', coded),
  numbered('weighed', { format: '{field:weight}/{field:grade}/{0}' }),
]

let fixture: RecordsFixture
const areas: Record<string, string> = {}
beforeAll(async () => {
  fixture = await openRecords()
  await publish(...objects)
  for (const code of ['EA', 'WE'])
    areas[code] = (await fixture.records.create(fixture.admin, { object: 'area', values: { name: code, code } })).id
})
afterAll(() => fixture.close())

const publish = (...definitions: object[]) =>
  fixture.registry.publish(
    { put: definitions.map((definition) => ({ kind: 'object' as const, definition: definition as never })) },
    { id: fixture.admin.id },
  )
const create = (object: string, values: object = {}) =>
  fixture.records.create(fixture.admin, { object, values: { title: 'x', ...values } })
const numberOf = async (object: string, values: object = {}) => parsed(await create(object, values)).number as string
const stored = async (object: string): Promise<string[]> => {
  const { rows } = await fixture.db.query<{ number: string }>({
    text: `select number from "${object}" order by number`,
  })
  return rows.map(({ number }) => number)
}
const placesOf = (numbers: string[]) => numbers.map((number) => Number(/\d+$/.exec(number)?.[0])).sort((a, b) => a - b)
const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i)

/** A generator of 32 bits that always gives the same row of numbers. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

describe('auto-numbers (PLAT-16)', () => {
  it('are made of values of other records, codes of options, dates and a count for each', async () => {
    const year = new Date().toLocaleString('en', { year: 'numeric', timeZone: 'Asia/Shanghai' })
    expect(await numberOf('coded', { area: areas.EA, grade: 'a' })).toBe(`EA01-${year}-0001`)
    expect(await numberOf('coded', { area: areas.EA, grade: 'a' })).toBe(`EA01-${year}-0002`)
    expect(await numberOf('coded', { area: areas.WE, grade: 'a' })).toBe(`WE01-${year}-0001`)
    expect(await numberOf('coded', { area: areas.EA, grade: 'b' })).toBe(`EAb-${year}-0001`)
    expect(await numberOf('coded')).toBe(`-${year}-0001`)
  })

  it('read the same from a bulk as from single records', async () => {
    const rows = [
      { title: 'x', area: areas.EA, grade: 'a' },
      { title: 'x', area: areas.WE, grade: 'a' },
      { title: 'x', area: areas.EA, grade: 'a' },
      { title: 'x', grade: 'b' },
    ]
    await fixture.records.createMany(fixture.admin, { object: 'coded', rows })
    const numbers = (await stored('coded')).map((number) => number.replace(/-\d{4}-/, '-'))
    expect(numbers).toEqual(
      [
        '-0001',
        'EA01-0001',
        'EA01-0002',
        'EA01-0003',
        'EA01-0004',
        'EAb-0001',
        'WE01-0001',
        'WE01-0002',
        'b-0001',
      ].sort(),
    )
    expect(await numberOf('weighed', { weight: 1.5, grade: 'a' })).toBe('1.50/a/1')
    await fixture.records.createMany(fixture.admin, {
      object: 'weighed',
      rows: [{ title: 'x', weight: 1.5, grade: 'a' }],
    })
    expect(await stored('weighed')).toEqual(['1.50/a/1', '1.50/a/2'])
  })

  it('have neither gaps nor doubles under 32 writers that fail, take back, write in bulk and repeat', async () => {
    const next = random(7)
    let kept = 0
    const one = async () => {
      const kind = next()
      if (kind < 0.5) return void (await create('plain').then(() => kept++))
      if (kind < 0.65) return void (await refusalOf(create('plain', { title: 5 })))
      if (kind < 0.8) {
        const rows = Array.from({ length: 1 + Math.floor(next() * 4) }, () => ({ title: 'bulk' }))
        await fixture.records.createMany(fixture.admin, { object: 'plain', rows })
        return void (kept += rows.length)
      }
      const broken = fixture.records.transaction(async (records) => {
        await records.create(fixture.admin, { object: 'plain', values: { title: 'taken back' } })
        await records.create(fixture.admin, { object: 'plain', values: { title: 5 } })
      })
      await refusalOf(broken)
    }
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        for (let i = 0; i < 12; i++) await one()
      }),
    )
    expect(placesOf(await stored('plain'))).toEqual(upTo(kept))
    expect(kept).toBeGreaterThan(150)
  })

  it('may have gaps where that is allowed, but no doubles, and begin where they are told', async () => {
    expect(await numberOf('gappy')).toBe('G-00100')
    await Promise.all(Array.from({ length: 32 }, () => Promise.all([create('gappy'), create('gappy')])))
    await refusalOf(create('gappy', { area: '01900000-0000-7000-8000-000000000000' }))
    const numbers = await stored('gappy')
    expect(new Set(numbers).size).toBe(65)
    expect(placesOf(numbers)).toEqual(upTo(65, 100))
    expect(await numberOf('gappy')).toBe('G-00166')
  })

  it('tell apart what the counts of 32 writers give to each value', async () => {
    const before = (await stored('coded')).length
    await Promise.all(
      Array.from({ length: 32 }, (_, n) =>
        create('coded', { area: n % 2 ? areas.EA : areas.WE, grade: n % 3 ? 'a' : 'b' }),
      ),
    )
    const numbers = await stored('coded')
    expect([numbers.length, new Set(numbers).size]).toEqual([before + 32, before + 32])
  })

  it('show which one would be next without taking it', async () => {
    const preview = (values: object) =>
      fixture.records.nextNumbers(fixture.admin, { object: 'coded', values: values as Record<string, unknown> })
    const values = { area: areas.WE, grade: 'a' }
    const first = await preview(values)
    expect(await preview(values)).toEqual(first)
    expect(await numberOf('coded', values)).toBe(first.number)
    expect((await preview({})).number).toMatch(/^-\d{4}-0002$/)
    expect(await refusalOf(preview({ grade: 'nope' }))).toMatchObject({ code: 'validation_failed' })
    const refused = fixture.records.nextNumbers(fixture.reader, { object: 'coded', values: {} })
    expect((await refusalOf(refused)).code).toBe('forbidden')
  })

  it('skip what a record has already from the time of another format', async () => {
    await publish(numbered('moved', { format: '{0}' }))
    for (const number of ['1', '2', '3']) expect(await numberOf('moved')).toBe(number)
    await publish(numbered('moved', { format: '{field:grade}{0}', scope: ['grade'] }))
    expect(await numberOf('moved')).toBe('4')
    expect(await numberOf('moved', { grade: 'a' })).toBe('a1')
  })
})

describe('definitions of auto-numbers', () => {
  it.each([
    [{ format: '{field:nope}{0}' }, ['/format unknown_field']],
    [{ format: '{field:area.nope}{0}' }, ['/format unknown_field']],
    [{ format: '{field:grade.code}{0}' }, ['/format unknown_field']],
    [{ format: '{code:title}{0}' }, ['/format wrong_field_type']],
    [{ format: '{field:number}{0}' }, ['/format computed_field']],
    [{ format: '{field:created_at}{0}' }, ['/format computed_field']],
    [{ format: '{0}', scope: ['grade'] }, ['/scope/0 repeating_number_format']],
    [{ format: '{0}', start: -1 }, ['/start too_small']],
    [{ format: '{0}', gaps: 'some' }, ['/gaps not_an_option']],
  ])('%j is refused', async (options, problems) => {
    expect(await problemsOf(options)).toEqual(problems)
  })
})

async function problemsOf(options: object): Promise<string[] | undefined> {
  const error = await publish(numbered('wrong', options)).then(
    () => null,
    (reason: { problems: { pointer: string; code: string }[] }) => reason,
  )
  return error?.problems.map(({ pointer, code }) => `${pointer.replace('/properties/number/x-field', '')} ${code}`)
}

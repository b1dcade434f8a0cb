import { afterAll, describe, expect, it } from 'vitest'
import { createScripts } from './create-scripts.ts'
import { bombs, escapes } from './escapes.fixture.ts'

const scripts = createScripts()
afterAll(() => scripts.stop())

// what a script has to be quick for is tried by the bombs; others get time enough on a busy machine
const run = (source: string, input: unknown = {}) => scripts.run({ source, input, timeMs: 1_000 })
const tried = (source: string) => scripts.run({ source, input: {} })

describe('a script', () => {
  it('gives what it returns for its input, and the lines of its console', async () => {
    const source = "console.log('sum', { of: input.lines })\nreturn { sum: input.lines.reduce((a, b) => a + b, 0) }"
    expect(await run(source, { lines: [1, 2, 3] })).toEqual({
      ok: true,
      output: { sum: 6 },
      log: ['sum {"of":[1,2,3]}'],
    })
  })

  it('may wait for its own promises', async () => {
    expect(await run('return (async () => { const n = await 20; return n + 1 })()')).toMatchObject({ output: 21 })
  })

  it('gives null when it returns nothing', async () => {
    expect(await run('input.x = 1')).toMatchObject({ ok: true, output: null })
  })

  it('tells the error and the line, the same each time', async () => {
    const source = "const a = 1\nconsole.log('before')\nnull.b"
    const [first, second] = [await run(source), await run(source)]
    expect(first).toMatchObject({ ok: false, kind: 'thrown', name: 'TypeError', line: 3, log: ['before'] })
    expect(second).toEqual(first)
  })

  it('tells where it is no program', async () => {
    expect(await run('const a = 1\nlet b = ;')).toMatchObject({ kind: 'syntax', name: 'SyntaxError', line: 2 })
  })

  it('keeps a hundred lines of its console at most', async () => {
    const { log } = await run("for (let n = 0; n < 1000; n++) console.log('x'.repeat(9999))")
    expect([log.length, log[0]!.length]).toEqual([100, 500])
  })

  it('takes more time and memory where that is allowed, up to a cap', async () => {
    const source = 'const until = Date.now() + 250; while (Date.now() < until); return new Uint8Array(3e7).length'
    expect(await scripts.run({ source, input: {}, timeMs: 2000, memoryMb: 64 })).toMatchObject({ output: 3e7 })
    const report = await scripts.run({ source: 'return new Uint8Array(3e8).length', input: {}, memoryMb: 9999 })
    expect(report).toMatchObject({ kind: 'memory' })
  })
})

describe('a way out', () => {
  it.each(escapes)('%s leads nowhere (PLAT-48)', async (_, source, found) => {
    expect(await run(source)).toMatchObject({ ok: true, output: found })
  })

  it('has been tried in more than thirty ways', () => expect(escapes.length).toBeGreaterThan(30))
})

describe('a bomb', () => {
  it.each(bombs)('%s is contained and reported (PLAT-48)', async (_, source, kinds) => {
    const started = performance.now()
    const report = await tried(source)
    expect(report.ok).toBe(false)
    expect([kinds].flat()).toContain('kind' in report ? report.kind : 'none')
    expect(performance.now() - started).toBeLessThan(3_000)
    expect(await scripts.run({ source: 'return 1', input: {}, timeMs: 2000 })).toMatchObject({ output: 1 })
  })

  it('does not keep others waiting: the process goes on with its work', async () => {
    let longest = 0
    let last = performance.now()
    const clock = setInterval(() => {
      const now = performance.now()
      longest = Math.max(longest, now - last)
      last = now
    }, 5)
    const sources = ['while (true) {}', "return /^(a+)+$/.test('a'.repeat(40) + 'b')", bombs[15]![1]]
    await Promise.all(sources.flatMap((source) => [tried(source), tried(source)]))
    clearInterval(clock)
    expect(longest).toBeLessThan(500)
  })
})

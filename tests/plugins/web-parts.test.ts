import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

const STAMPS = fileURLToPath(new URL('../fixtures/plugins/stamps', import.meta.url))
const LABEL = `label: { en: 'A', 'zh-CN': 'A' }`

let folder: string
let api: ApiServer

/** A plugin of these members, with the text of its code for the browser. */
function written(name: string, members: string, web?: string): string {
  mkdirSync(join(folder, name, 'web'), { recursive: true })
  const own = `url: import.meta.url, name: '${name}', version: '1.0.0', ${LABEL}, ${members}`
  const text = `import { definePlugin } from '@fieldwork/plugin-sdk'\nexport default definePlugin({ ${own} })`
  writeFileSync(join(folder, name, 'plugin.ts'), text)
  if (web !== undefined) writeFileSync(join(folder, name, 'web', 'index.tsx'), web)
  return join(folder, name)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fw-web-parts-'))
  const page = `web: { pages: { a: { ${LABEL}, icon: 'team' } } }`
  const plugins = [
    STAMPS,
    written('mistaken', page, 'export default <'),
    written('reaching', page, `import { x } from '@fieldwork/database'\nexport default x`),
    written('absent', page),
    written(
      'unnamed',
      `web: { tiles: { a: {} }, panels: { B: { ${LABEL} } }, widgets: ['none'] }`,
      'export default {}',
    ),
  ]
  api = await startApi({ settings: { PLUGINS: plugins.join(',') } })
})
afterAll(async () => {
  await api?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const partsOf = async (client = api.admin) =>
  (await client.get('/api/me')).body.plugins as { src: string; tiles: { key: string }[] }[]

describe('what a plugin shows in the browser (PLAT-123)', () => {
  it('is told to callers while the plugin is enabled, in their language, by their roles', async () => {
    expect(await partsOf()).toEqual([])
    await api.admin.post('/api/plugins/stamps/enable')
    const [stamps] = await partsOf()
    expect(stamps).toMatchObject({
      name: 'stamps',
      src: expect.stringMatching(/^\/api\/plugins\/stamps\/web\.js\?v=[\w-]{22}$/),
      pages: [{ key: 'album', label: 'Album', icon: 'picture', order: 100 }],
      buttons: [{ key: 'frame', object: 'stamp' }],
      panels: [{ key: 'price' }, { key: 'broken' }],
      widgets: ['stamp-number', 'stamp-perforation'],
    })
    expect(stamps?.tiles.map(({ key }) => key)).toEqual(['newest', 'secret'])
    const someone = await api.as('someone', [])
    expect((await partsOf(someone))[0]?.tiles.map(({ key }) => key)).toEqual(['newest'])
    const { body } = await api.admin.get('/api/me', { 'accept-language': 'zh-CN' })
    expect(body.plugins[0].pages[0].label).toBe('集邮册')
  })

  it('is one module that shares the app’s modules, kept by browsers for as long as it is the same', async () => {
    const [stamps] = await partsOf()
    const sent = await api.admin.get(stamps!.src)
    expect(sent.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'private, max-age=31536000, immutable',
    })
    expect(sent.text).toContain('fieldwork.web-modules')
    expect(sent.text).toContain('letter-spacing')
    expect(sent.text.length).toBeLessThan(10_000)
    const other = await api.admin.get('/api/plugins/stamps/web.js?v=old')
    expect(other.headers['cache-control']).toBe('no-cache')
    expect((await api.send({ method: 'GET', url: stamps!.src })).status).toBe(401)
  })

  it('goes when the plugin is disabled', async () => {
    const [stamps] = await partsOf()
    await api.admin.post('/api/plugins/stamps/disable', { confirm: true })
    expect(await partsOf()).toEqual([])
    expect((await api.admin.get(stamps!.src)).status).toBe(404)
  })

  it('is refused with its mistakes when the plugin is loaded', async () => {
    const { body } = await api.admin.get('/api/plugins')
    const words = Object.fromEntries(
      (body.data as { name: string; problems: { pointer?: string; message: { en: string } }[] }[]).map(
        ({ name, problems }) => [name, problems.map(({ pointer = '', message }) => `${pointer} ${message.en}`)],
      ),
    )
    expect(words.mistaken?.[0]).toMatch(/index\.tsx:1/)
    expect(words.reaching?.[0]).toContain('found @fieldwork/database')
    expect(words.absent?.[0]).toContain('web/index.tsx')
    expect(words.unnamed).toEqual([
      expect.stringContaining('/web/tiles/a/label'),
      expect.stringContaining('/web/panels/B'),
      expect.stringContaining('/web/panels/B/object'),
      expect.stringContaining('/web/widgets/0'),
    ])
  })
})

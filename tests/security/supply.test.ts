import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startApi } from '../support/api-server.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

interface Locked {
  packages: Record<string, { resolved?: string; integrity?: string; link?: boolean; inBundle?: boolean }>
}

test('every package comes from the registry, with the hash of what was checked', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as Locked
  const foreign = Object.entries(packages)
    .filter(([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle)
    .filter(
      // without an address a package is the registry’s
      ([, { resolved, integrity = '' }]) => resolved !== undefined || !integrity.startsWith('sha512-'),
    )
  expect(foreign.map(([path]) => path)).toEqual([])
})

test('the web app asks no other host for anything', () => {
  expect(read('apps/web/index.html')).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
  const styles = (readdirSync(new URL('apps/web/src', root), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.css'))
    .map((name) => read(`apps/web/src/${name}`))
  expect(styles.join('\n')).not.toMatch(/(?:@import|url\()\s*['"]?(?:https?:)?\/\//)
  expect(read('apps/server/src/http/security.ts')).not.toMatch(/https?:\/\//)
})

test('sample data can be left out, and nobody has a password that everybody knows', async () => {
  const api = await startApi()
  const { rows } = await api.db.query<{ username: string }>({ text: 'select username from fw_identity' })
  expect(rows).toEqual([{ username: 'admin' }])
  for (const password of ['admin', 'password', 'fieldwork', 'demo', ''])
    expect(
      (await api.send({ method: 'POST', url: '/api/auth/login', payload: { username: 'admin', password } })).status,
    ).toBeGreaterThanOrEqual(400)
  await api.stop()
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './project.ts'

const TRACKED = [
  '.ci',
  '.gitignore',
  '.npmrc',
  '.nvmrc',
  '.oxlintrc.json',
  '.prettierignore',
  '.prettierrc.json',
  'LICENSE',
  'README.md',
  'apps',
  '.knip.json',
  'metadata',
  'package-lock.json',
  'package.json',
  'packages',
  'plugins',
  'tests',
  'tsconfig.json',
]
const UNTRACKED = ['.DS_Store', '.data', '.env', '.git', 'coverage', 'node_modules']

test('the top folder holds what the house has rooms for and nothing else', () => {
  const extra = readdirSync(root).filter((name) => ![...TRACKED, ...UNTRACKED].includes(name) && !name.endsWith('.log'))
  expect(extra).toEqual([])
})

test('package-lock.json holds the optional packages of every platform', () => {
  const { packages }: { packages: Record<string, { optionalDependencies?: object }> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  )
  const present = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)))
  const absent = Object.values(packages)
    .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
    .filter((name) => !present.has(name))
  expect([...new Set(absent)]).toEqual([])
})

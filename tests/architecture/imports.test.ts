import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { allowedImports, BROWSER_WORKSPACES } from './arrows.ts'
import { findCycles } from './cycles.ts'
import { importsOf, listWorkspaces, placeOf, readSources, root, targetOf, type Import } from './project.ts'

const SCOPE = '@fieldwork/'
const sources = readSources()
const imports = sources.flatMap(importsOf)
const workspaces = new Map(listWorkspaces().map((workspace) => [workspace.name, workspace]))

/** `@fieldwork/fields/ui` -> `fields` and `./ui`. */
function readSpecifier(specifier: string): { name: string; entry: string } | null {
  if (!specifier.startsWith(SCOPE)) return null
  const [name = '', ...rest] = specifier.slice(SCOPE.length).split('/')
  return { name, entry: ['.', ...rest].join('/') }
}

function describeImport(found: Import): string {
  return `${placeOf(found)} imports ${found.specifier}`
}

test('packages import only what the arrows allow, types included', () => {
  const wrong = imports.filter(({ file, specifier }) => {
    const target = readSpecifier(specifier)
    return target && !allowedImports(file.workspace.name).includes(target.name)
  })
  expect(wrong.map(describeImport)).toEqual([])
})

test('packages are imported through their exports, never deeper', () => {
  const wrong = imports.filter(({ specifier }) => {
    const target = readSpecifier(specifier)
    return target && !workspaces.get(target.name)?.manifest.exports?.[target.entry]
  })
  expect(wrong.map(describeImport)).toEqual([])
})

test('relative imports stay inside their package and name a file that exists, with its ending', () => {
  const wrong = imports.filter((found) => {
    const target = targetOf(found)
    if (target === null) return false
    return !target.startsWith(`${found.file.workspace.folder}/`) || !existsSync(join(root, target.replace(/\?.*$/, '')))
  })
  expect(wrong.map(describeImport)).toEqual([])
})

test('no file imports the index of its own package', () => {
  const wrong = imports.filter(({ file, ...found }) => {
    const isOwnName = readSpecifier(found.specifier)?.name === file.workspace.name
    return isOwnName || targetOf({ file, ...found }) === join(file.workspace.folder, 'src/index.ts')
  })
  expect(wrong.map(describeImport)).toEqual([])
})

test('files do not import each other in a circle, types included', () => {
  const graph = new Map<string, string[]>()
  for (const found of imports) {
    const target = targetOf(found)?.replace(/\?.*$/, '')
    if (target) graph.set(found.file.path, [...(graph.get(found.file.path) ?? []), target])
  }
  expect(findCycles(graph).map((cycle) => cycle.join(' -> '))).toEqual([])
})

/** Both parts of a plugin share one package.json. */
const declarable = (name: string): readonly string[] => {
  const [plugin, part] = name.split('/')
  return part === undefined
    ? allowedImports(name)
    : ['src', 'web'].flatMap((each) => allowedImports(`${plugin}/${each}`))
}

test('package.json declares exactly the workspaces that are imported', () => {
  const wrong = [...workspaces.values()].flatMap(({ name, manifest }) => {
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
      .map((dependency) => readSpecifier(dependency)?.name)
      .filter((dependency) => dependency !== undefined)
    const used = imports
      .filter(({ file }) => file.workspace.name === name)
      .map(({ specifier }) => readSpecifier(specifier)?.name)
      .filter((dependency) => dependency !== undefined)
    const undeclared = used.filter((dependency) => !declared.includes(dependency))
    const forbidden = declared.filter((dependency) => !declarable(name).includes(dependency))
    return [
      ...new Set(undeclared.map((dependency) => `${name} uses ${dependency} without declaring it`)),
      ...forbidden.map((dependency) => `${name} declares ${dependency}, which it may not import`),
    ]
  })
  expect(wrong).toEqual([])
})

test('what a browser loads imports nothing of Node.js', () => {
  const wrong = new Set<string>()
  const visited = new Set<string>()
  const visit = (path: string): void => {
    if (visited.has(path)) return
    visited.add(path)
    for (const found of imports.filter(({ file }) => file.path === path)) {
      if (found.specifier.startsWith('node:')) wrong.add(describeImport(found))
      const target = targetOf(found)
      if (target) visit(target)
    }
  }
  for (const name of BROWSER_WORKSPACES) {
    const { folder, manifest } = workspaces.get(name)!
    for (const [name, entry] of Object.entries(manifest.exports ?? { '.': './src/main.tsx' })) {
      if (name !== './server') visit(join(folder, entry))
    }
  }
  expect([...wrong]).toEqual([])
})

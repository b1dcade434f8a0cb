import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const root = fileURLToPath(new URL('../..', import.meta.url))

const SKIPPED = new Set(['node_modules', 'dist', 'coverage', 'generated', 'fixtures', '.git', '.data'])

/** A package, an app, a part of a plugin, or the tests. */
export interface Workspace {
  /** For instance `records`, `server`, `plugin:wechat/src`. */
  name: string
  /** Path from the top folder. */
  folder: string
  manifest: Manifest
}

interface Manifest {
  name?: string
  exports?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

/** One import, of values or types, static or dynamic. */
export interface Import {
  file: SourceFile
  specifier: string
  line: number
}

/** One TypeScript or JavaScript file of ours. */
export interface SourceFile {
  /** Path from the top folder. */
  path: string
  workspace: Workspace
  isTest: boolean
  syntax: ts.SourceFile
}

/** Every file below a folder of the project with one of the endings; paths are from the top folder. */
export function listFiles(folder: string, endings: readonly string[]): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : listFiles(path, endings)
    return endings.some((ending) => entry.name.endsWith(ending)) ? [path] : []
  })
}

/** Every package, app and part of a plugin. */
export function listWorkspaces(): Workspace[] {
  const own = ['packages', 'apps'].flatMap((parent) =>
    subfolders(parent).map((name) => ({
      name,
      folder: join(parent, name),
      manifest: readManifest(join(parent, name)),
    })),
  )
  const plugins = subfolders('plugins').flatMap((plugin) =>
    ['src', 'web'].map((part) => {
      const folder = join('plugins', plugin)
      return { name: `plugin:${plugin}/${part}`, folder: join(folder, part), manifest: readManifest(folder) }
    }),
  )
  return [...own, ...plugins]
}

/** Parses every source file of the packages, apps and plugins. */
export function readSources(): SourceFile[] {
  return listWorkspaces().flatMap((workspace) =>
    listFiles(workspace.folder, ['.ts', '.tsx', '.mjs'])
      .filter((path) => !path.endsWith('.d.ts'))
      .map((path) => parse(path, workspace)),
  )
}

/** Parses the files of the tests folder. */
export function readTests(): SourceFile[] {
  const workspace: Workspace = { name: 'tests', folder: 'tests', manifest: readManifest('.') }
  return listFiles('tests', ['.ts', '.tsx', '.mjs']).map((path) => parse(path, workspace))
}

/** Every import of a file: `import`, `export … from`, `import()` and `import('…')` in types. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = []
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier) found.push({ file, specifier: specifier.text, line: lineOf(file, specifier) })
    ts.forEachChild(node, visit)
  }
  visit(file.syntax)
  return found
}

/** The file of ours that a relative import means, as a path from the top folder; null for packages. */
export function targetOf({ file, specifier }: Import): string | null {
  if (!specifier.startsWith('.')) return null
  return relative(root, resolve(root, dirname(file.path), specifier))
}

/** `path:line`, as editors open it. */
export function placeOf({ file, line }: Import): string {
  return `${file.path}:${line}`
}

export function lineOf(file: SourceFile, node: ts.Node): number {
  return file.syntax.getLineAndCharacterOfPosition(node.getStart(file.syntax)).line + 1
}

function specifierOf(node: ts.Node): ts.StringLiteral | null {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return asText(node.moduleSpecifier)
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return asText(node.arguments[0])
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return asText(node.argument.literal)
  return null
}

function asText(node: ts.Node | undefined): ts.StringLiteral | null {
  return node && ts.isStringLiteral(node) ? node : null
}

function parse(path: string, workspace: Workspace): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  const syntax = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  return { path, workspace, isTest: /\.test\.tsx?$/.test(basename(path)), syntax }
}

function subfolders(parent: string): string[] {
  if (!existsSync(join(root, parent))) return []
  return readdirSync(join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
}

function readManifest(folder: string): Manifest {
  const file = join(root, folder, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

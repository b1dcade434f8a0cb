import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*"\.\/([\w.-]+\.js)"/g

/** Most bytes (gzip) of JavaScript: of the entry, which every page loads, and of everything that a list begins with. */
export const BUDGET = { entry: 330_000, list: 370_000 }

/**
 * What a browser loads of the built web app before it shows a list: the entry, the page of lists, and what these
 * import at once.
 *
 * @param {string} folder apps/web/dist
 * @returns {{ entry: number, list: number, files: { file: string, bytes: number }[] }} bytes as gzip sends them
 * @throws Error where it is not built
 */
export function weighFirstLoad(folder) {
  const assets = join(folder, 'assets')
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const entry = /src="\/assets\/([\w.-]+\.js)"/.exec(page)?.[1]
  const list = readdirSync(assets).filter((file) => /^list-page-[\w-]+\.js$/.test(file))
  if (entry === undefined || list.length !== 1) throw new Error(`No entry or no page of lists in ${folder}`)
  const loaded = new Map()
  const load = (file) => {
    if (loaded.has(file)) return
    const text = readFileSync(join(assets, file), 'utf8')
    loaded.set(file, gzipSync(text, { level: 9 }).length)
    for (const [, imported] of text.matchAll(STATIC_IMPORT)) load(imported)
  }
  load(entry)
  const atFirst = sum([...loaded.values()])
  load(list[0])
  const files = [...loaded].map(([file, bytes]) => ({ file, bytes })).sort((a, b) => b.bytes - a.bytes)
  return { entry: atFirst, list: sum([...loaded.values()]), files }
}

const sum = (figures) => figures.reduce((all, figure) => all + figure, 0)

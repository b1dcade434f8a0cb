import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { lineOf, listFiles, readSources, root, type SourceFile } from './project.ts'

const HAN = /\p{Script=Han}/u
const LETTER = /\p{Letter}/u

/**
 * What is wrong with a text; types already see to it that texts in the code have both languages. A name such as
 * `CRM` may be the same in both.
 */
function judge(en: string | undefined, zh: string | undefined): string | null {
  if (en === undefined || zh === undefined) return 'exists in one language only'
  if (HAN.test(en)) return `has Chinese as English: ${en}`
  if (!HAN.test(zh) && LETTER.test(zh) && zh !== en) return `has no Chinese: ${zh}`
  return null
}

/** Texts written out in a file, `{ en: '…', 'zh-CN': '…' }`, that are wrong. */
function wrongTexts(file: SourceFile): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const [en, zh] = [textOf(node, 'en'), textOf(node, 'zh-CN')]
      const wrong = en !== undefined && zh !== undefined ? judge(en, zh) : null
      if (wrong) found.push(`${file.path}:${lineOf(file, node)} ${wrong}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(file.syntax)
  return found
}

/** The text of a property as it is written; undefined when it is absent or computed. */
function textOf(node: ts.ObjectLiteralExpression, name: string): string | undefined {
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property) || !property.name || ts.isComputedPropertyName(property.name)) continue
    const { initializer } = property
    if (property.name.text !== name) continue
    if (ts.isStringLiteralLike(initializer)) return initializer.text
    if (ts.isTemplateExpression(initializer)) return fixedParts(initializer)
  }
  return undefined
}

/** What a template says by itself, without the values put into it. */
function fixedParts({ head, templateSpans }: ts.TemplateExpression): string {
  return [head, ...templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join(' ')
}

/** Texts in a definition that are wrong, with their JSON pointers. */
function wrongTextsOf(value: unknown, pointer: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { en, 'zh-CN': zh } = value as Record<string, unknown>
  const isText = typeof en === 'string' || typeof zh === 'string'
  const wrong = isText ? judge(en as string | undefined, zh as string | undefined) : null
  const inner = Object.entries(value).flatMap(([key, entry]) => wrongTextsOf(entry, `${pointer}/${key}`))
  return wrong ? [`${pointer} ${wrong}`, ...inner] : inner
}

test('every text in the code has an English and a Chinese wording', () => {
  const sources = readSources().filter((file) => !file.isTest)
  expect(sources.flatMap(wrongTexts)).toEqual([])
})

test('every text in the shipped definitions has an English and a Chinese wording', () => {
  const documents = [...listFiles('metadata', ['.json']), ...listFiles('plugins', ['.json'])]
  expect(documents.length).toBeGreaterThan(0)
  const wrong = documents.flatMap((path) =>
    wrongTextsOf(JSON.parse(readFileSync(join(root, path), 'utf8')), `${path}#`),
  )
  expect(wrong).toEqual([])
})

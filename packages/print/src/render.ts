import { readFile } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { createRequire } from 'node:module'
import { isPageCount, TEMPLATE_PART } from '@fieldwork/metadata'
import type { PrintTemplateDefinition } from '@fieldwork/metadata'
import { loadBarcodes } from './blocks/load-barcodes.ts'
import { QUIET } from './blocks/drawing.ts'
import { templateRows } from './blocks/grid-rows.ts'
import type { Barcodes } from './blocks/bar-pattern.ts'
import type { Content } from './content/content.ts'
import { partText } from './content/fill-text.ts'
import { drawRows } from './paper/rows.ts'
import { createSheet, fonts, LINE_HEIGHT } from './paper/sheet.ts'
import type { Sheet } from './paper/sheet.ts'
import { drawWatermark } from './paper/watermark.ts'

/** A record and how it is printed. */
export interface PrintedPart {
  template: PrintTemplateDefinition
  content: Content
  /** who prints and when, faintly across every page; absent: nothing */
  watermark?: string | undefined
}

export interface RenderInput {
  parts: readonly PrintedPart[]
  title: string
  author: string
  /** path of a TrueType or OpenType font for every letter; absent: what is shipped */
  font?: string | undefined
}

/** Letters of Chinese, Japanese and Korean; found by the package's name, since the built server stands elsewhere. */
const shippedFont = (): string => createRequire(import.meta.url).resolve('@fieldwork/print/font')

/** Draws records one after the other, each on pages of its own. */
export async function renderPdf({ parts, title, author, font }: RenderInput): Promise<Buffer> {
  const [{ default: PdfDocument }, wide, barcodes] = await Promise.all([
    import('pdfkit'),
    readFile(font ?? shippedFont()),
    needsBarcodes(parts) ? loadBarcodes() : noBarcodes,
  ])
  const info = { Title: title, Author: author, Creator: 'Fieldwork', Producer: 'Fieldwork' }
  const doc = new PdfDocument({ autoFirstPage: false, bufferPages: true, info, lang: parts[0]?.content.wording.locale })
  const chunks: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  doc.registerFont(fonts.latin, font === undefined ? 'Helvetica' : wide)
  doc.registerFont(fonts.latinBold, font === undefined ? 'Helvetica-Bold' : wide)
  doc.registerFont(fonts.wide, wide)
  for (const part of parts) {
    drawPart(doc, part, barcodes)
    doc.flushPages()
    // others want to be served between two records
    await setImmediate()
  }
  doc.end()
  return done
}

const noBarcodes: Barcodes = () => null

const needsBarcodes = (parts: readonly PrintedPart[]): boolean =>
  parts.some(({ template }) => Object.values(template.blocks).some(({ type }) => type === 'barcode'))

function drawPart(doc: Sheet['doc'], { template, content, watermark }: PrintedPart, barcodes: Barcodes): void {
  const first = pageCount(doc)
  const sheet = createSheet(doc, template)
  drawRows(sheet, templateRows({ sheet, content, size: template.size, barcodes }, template))
  const pages = pageCount(doc) - first
  for (let page = 1; page <= pages; page += 1) {
    doc.switchToPage(first + page - 1)
    drawMargins(sheet, { template, content }, { page, pages })
    if (watermark !== undefined) drawWatermark(sheet, watermark)
  }
}

/** Of those that were flushed too. */
const pageCount = (doc: Sheet['doc']): number => {
  const { start, count } = doc.bufferedPageRange()
  return start + count
}

interface PageNumber {
  page: number
  pages: number
}

/** What stands on every page, above and below. */
function drawMargins(sheet: Sheet, { template, content }: PrintedPart, at: PageNumber): void {
  const size = template.size * 0.85
  const style = { size, color: QUIET }
  const places = { header: sheet.top - size * (LINE_HEIGHT + 1), footer: sheet.bottom + size }
  for (const margin of ['header', 'footer'] as const) {
    for (const align of ['left', 'center', 'right'] as const) {
      const text = template[margin]?.[align]?.[content.wording.locale]
      if (text === undefined) continue
      const filled = text.replace(TEMPLATE_PART, (_, part: string) =>
        isPageCount(part) ? String(at[part.trim() as keyof PageNumber]) : partText(part.trim(), content),
      )
      sheet.line(filled, { x: sheet.left, y: places[margin], width: sheet.width, align }, style)
    }
  }
}

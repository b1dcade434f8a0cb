import { Readable } from 'node:stream'
import type { RecordStream } from '@fieldwork/database'
import type { Json } from '@fieldwork/fields'
import { writeXlsxStream } from 'hucre/xlsx'
import { cellColumns, cellFormat, cellText, cellValue } from './cells.ts'
import type { CellColumn } from './cells.ts'
import { csvLine } from './csv-line.ts'
import type { CellOptions, FileFormat, FileOptions, TakenColumn, TakenRecords } from './types.ts'

const BOM = '\uFEFF'

interface TakenInput {
  stream: RecordStream
  columns: readonly TakenColumn[]
  /** of the object, for the name of a sheet */
  label: string
  options: Pick<CellOptions, 'locale' | 'timeZone'>
}

/** Records of a stream as a file. */
export function takenRecords({ stream, columns, label, options }: TakenInput): TakenRecords {
  let taken = 0
  async function* batches(): AsyncGenerator<string[]> {
    try {
      for await (const batch of stream.batches()) {
        taken += batch.length
        yield batch
      }
    } finally {
      await stream.close()
    }
  }
  return {
    count: stream.count,
    columns,
    taken: () => taken,
    close: () => stream.close(),
    all: () => collect(batches()),
    file: (file) => {
      const written = writers[file.format](batches(), { ...file, ...options, columns, label })
      // a file that nobody began to read has no reader that could close it
      return written.once('close', () => void stream.close())
    },
  }
}

async function collect(batches: AsyncIterable<string[]>): Promise<Record<string, Json>[]> {
  const records: Record<string, Json>[] = []
  for await (const batch of batches) records.push(...batch.map(parsed))
  return records
}

/** What stands for hidden values does not leave either. */
function parsed(json: string): Record<string, Json> {
  const { _masked: _previews, ...record } = JSON.parse(json) as Record<string, Json>
  return record
}

interface WriterInput extends FileOptions, CellOptions {
  columns: readonly TakenColumn[]
  label: string
}

type Batches = AsyncIterable<string[]>

const writers: Record<FileFormat, (batches: Batches, input: WriterInput) => Readable> = {
  csv: (batches, input) => Readable.from(csvLines(batches, input), { objectMode: false }),
  ndjson: (batches) => Readable.from(jsonLines(batches), { objectMode: false }),
  xlsx: writeXlsx,
}

async function* csvLines(batches: Batches, input: WriterInput): AsyncGenerator<string> {
  const columns = cellColumns(input.columns, input)
  yield (input.bom ? BOM : '') + csvLine(columns.map(({ header }) => header))
  for await (const batch of batches) {
    yield batch
      .map((json) => csvLine(cellsOf(json, columns, (value, column) => cellText(value, column, input))))
      .join('')
  }
}

async function* jsonLines(batches: Batches): AsyncGenerator<string> {
  for await (const batch of batches) yield batch.map((json) => `${opened(json)}\n`).join('')
}

const opened = (json: string): string => (json.includes('"_masked":') ? JSON.stringify(parsed(json)) : json)

function cellsOf<Cell>(json: string, columns: readonly CellColumn[], cell: (value: Json, column: CellColumn) => Cell) {
  const record = parsed(json)
  return columns.map((column) => cell(record[column.path] ?? null, column))
}

const MAX_SHEET_NAME = 31

function writeXlsx(batches: Batches, input: WriterInput): Readable {
  const columns = cellColumns(input.columns, input)
  const name = input.label.replace(/[[\]:*?/\\']/g, ' ').slice(0, MAX_SHEET_NAME)
  const described = columns.map((column) => ({ header: column.header, width: 18, numFmt: cellFormat(column) }))
  async function* rows() {
    for await (const batch of batches)
      for (const json of batch) yield cellsOf(json, columns, (value, column) => cellValue(value, column, input))
  }
  const bytes = writeXlsxStream(rows(), { name, columns: described, freezePane: { rows: 1 } })
  return Readable.fromWeb(bytes as Parameters<typeof Readable.fromWeb>[0], { objectMode: false })
}

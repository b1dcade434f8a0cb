import type { Printer } from '@fieldwork/print'
import type { Files } from '@fieldwork/records'
import type { Connections } from '../connections/create-connections.ts'
import type { Scripts } from '../scripts/create-scripts.ts'

/** What steps with effects outside of the database work with. */
export interface Outside {
  scripts: Scripts
  connections: Connections
  printer: Pick<Printer, 'print'>
  files: Pick<Files, 'upload'>
}

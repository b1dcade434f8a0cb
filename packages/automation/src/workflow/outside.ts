import type { Connections } from '../connections/create-connections.ts'
import type { Scripts } from '../scripts/create-scripts.ts'

/** What steps with effects outside of the database work with. */
export interface Outside {
  scripts: Scripts
  connections: Connections
}

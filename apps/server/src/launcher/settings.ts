import { totalmem } from 'node:os'

const MEBIBYTE = 1024 * 1024

/** Server settings by name, as on the command line of `postgres`. */
export type Settings = Record<string, string>

/** The settings of the bundled server; given at every start, so they follow the platform's version, not the data's. */
export function chooseSettings(port: number): Settings {
  const memoryMb = Math.floor(totalmem() / MEBIBYTE)
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: `${Math.min(1024, Math.max(128, Math.floor(memoryMb / 8)))}MB`,
    effective_cache_size: `${Math.max(256, Math.floor(memoryMb / 2))}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_locks_per_transaction: '256', // publishing a whole package touches hundreds of tables in one transaction
    random_page_cost: '1.1',
    autovacuum_naptime: '10s', // a table that was just filled is planned for as an empty one until it is analysed
    jit: 'off', // statements are short; compiling them costs more than it saves
    log_checkpoints: 'off',
    timezone: 'UTC',
  }
}

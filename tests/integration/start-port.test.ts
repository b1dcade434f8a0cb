import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError, readConfig, startServer } from '@fieldwork/server'
import { expect, test } from 'vitest'

test('a taken port is told before a first start makes passwords that nobody would see', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldwork-port-'))
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const port = String((other.address() as AddressInfo).port)
  const config = readConfig({ PORT: port, DATA_DIR: join(folder, 'data') })

  await expect(startServer(config, () => undefined)).rejects.toThrow(ConfigError)
  expect(existsSync(join(folder, 'data'))).toBe(false)

  other.close()
  rmSync(folder, { recursive: true })
})

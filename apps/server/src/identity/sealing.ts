import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_FILE = 'secret.key'

/** Seals texts that must be read again, so that who has the database alone cannot read them. */
export interface Sealer {
  /** @param purpose what the text is and whose; must be the same to open it */
  seal(text: string, purpose: string): string
  /** @throws Error when it was sealed with another key, for another purpose, or changed since */
  open(sealed: string, purpose: string): string
}

interface SealerKey {
  id: string
  key: Buffer
}

/**
 * AES-256-GCM. The key is made of the secret in the settings; without one, of a random secret in `DATA_DIR/secret.key`,
 * made when something is sealed for the first time.
 *
 * @param options.secrets the first seals, all open: an old one stays until everything is sealed anew
 */
export function createSealer(options: { secrets: readonly string[]; dataDir: string }): Sealer {
  let known: SealerKey[] | null = null
  const keys = (): SealerKey[] => {
    known ??= (options.secrets.length > 0 ? options.secrets : [secretOfFolder(options.dataDir)]).map(keyOf)
    return known
  }
  return {
    seal(text, purpose) {
      const [{ id, key }] = keys() as [SealerKey]
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose))
      const bytes = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return [VERSION, id, bytes.toString('base64url')].join('.')
    },
    open(sealed, purpose) {
      const [version, id, text = ''] = sealed.split('.')
      const found = keys().find((key) => key.id === id)
      if (version !== VERSION || !found) throw new Error('This was sealed with another key: set SECRET_KEY to it')
      const bytes = Buffer.from(text, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', found.key, bytes.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(-TAG_BYTES))
      return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}

function keyOf(secret: string): SealerKey {
  const key = Buffer.from(hkdfSync('sha256', secret, 'fieldwork', 'sealing', 32))
  return { key, id: createHash('sha256').update(key).digest('hex').slice(0, 8) }
}

/** Of two processes that start at once, both take what the first has written. */
function secretOfFolder(folder: string): string {
  const path = join(folder, KEY_FILE)
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(path, randomBytes(32).toString('base64'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(path, 'utf8').trim()
}

import { tested, untested } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { SEALING } from './test-files.ts'

/** Chapter 6. */
export const storedCryptography: readonly Requirement[] = [
  untested(
    '6.1.1',
    'Personal data is encrypted at rest',
    'The deployer’s duty: encrypted disks or volumes of database and DATA_DIR; secrets are sealed by the server',
  ),
  untested(
    '6.1.2',
    'Health data is encrypted at rest',
    'The deployer’s duty: encrypted disks or volumes of database and DATA_DIR; secrets are sealed by the server',
  ),
  untested(
    '6.1.3',
    'Financial data is encrypted at rest',
    'The deployer’s duty: encrypted disks or volumes of database and DATA_DIR; secrets are sealed by the server',
  ),
  tested(
    '6.2.1',
    'Cryptography fails safely',
    SEALING,
    'what is sealed is read again with the same key and purpose only',
  ),
  untested(
    '6.2.2',
    'Proven algorithms from libraries',
    'AES-256-GCM, SHA-256 and HMAC of node:crypto, Argon2id of @node-rs/argon2',
  ),
  tested('6.2.3', 'Fresh initialisation vectors', SEALING, 'the same text is never sealed to the same'),
  tested('6.2.4', 'Keys can be changed', SEALING, 'an old key opens, the new one seals'),
  untested('6.2.5', 'No weak modes or hashes', 'GCM only; SHA-1 only where RFC 6238 demands it'),
  tested('6.2.6', 'Nonces are used once', SEALING, 'the same text is never sealed to the same'),
  untested('6.3.1', 'Random numbers of a good source', 'node:crypto everywhere'),
  untested(
    '6.3.2',
    'Random ids',
    'Ids are UUID v7 and no secrets: every access is decided by rights, see 4.2.1; secrets have 256 bits',
  ),
  tested(
    '6.4.1',
    'Keys are kept apart from data',
    SEALING,
    'without a secret in the settings one is made in the data folder, for its owner only',
  ),
  untested('6.4.2', 'Keys are apart from the program', 'SECRET_KEY is in the process; a vault may put it there'),
]

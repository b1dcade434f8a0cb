import { tested, untested } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { ANSWERS, FILES, IMAGES, SIGN_ON, STORES, SUPPLY } from './test-files.ts'

/** Chapter 12. */
export const files: readonly Requirement[] = [
  tested('12.1.1', 'Large files are refused', FILES, 'above the limit is refused and leaves nothing behind'),
  tested('12.1.2', 'Packed files do not swell', FILES, 'of an image of too many pixels is refused'),
  untested(
    '12.1.3',
    'Quotas by person',
    'A limit by file (MAX_FILE_MB) and by minute (RATE_LIMIT); none by person yet',
  ),
  tested('12.2.1', 'Files are what they say', IMAGES, 'what is no image is refused'),
  tested('12.3.1', 'Names of files are no paths', STORES, 'refuse the key %j'),
  tested('12.3.2', 'Names of files open no files', STORES, 'refuse the key %j'),
  tested('12.3.3', 'Names of files call no servers', STORES, 'refuse the key %j'),
  tested('12.3.4', 'No reflected downloads', FILES, 'is given in parts, by its hash, and never runs'),
  tested('12.3.5', 'Names of files start no commands', STORES, 'refuse the key %j'),
  tested('12.3.6', 'No code from networks of others', SUPPLY, 'the web app asks no other host for anything'),
  tested('12.4.1', 'Files are outside the web root', ANSWERS, 'files of tools and folders are not served'),
  untested(
    '12.4.2',
    'Files are scanned',
    'The deployer’s duty: a scanner on DATA_DIR/files or the bucket; none is built in',
  ),
  tested('12.5.1', 'Only files of the app are served', ANSWERS, 'files of tools and folders are not served'),
  tested('12.5.2', 'Uploads never run', FILES, 'is given in parts, by its hash, and never runs'),
  tested(
    '12.6.1',
    'Only known servers are called',
    SIGN_ON,
    'a provider inside the own network is not called unless the operator allows its host',
  ),
]

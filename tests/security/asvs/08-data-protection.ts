import { tested, untested } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { ANSWERS, LIMITS, LOG, LOGIN, PURGE, QUERY } from './test-files.ts'

/** Chapter 8. */
export const dataProtection: readonly Requirement[] = [
  tested('8.1.1', 'Nothing between keeps answers', ANSWERS, 'answers with data are kept by nobody between'),
  untested(
    '8.1.2',
    'Copies on the server are protected',
    'Uploads wait in DATA_DIR and belong to their sender; what nobody takes is swept after a day (files-sweep.test.ts)',
  ),
  tested('8.1.3', 'Requests carry few parameters', QUERY, 'every unknown parameter is named'),
  tested(
    '8.1.4',
    'Too many requests are noticed',
    LIMITS,
    'refuses a caller who asks too often, with the time to wait, and nobody else',
  ),
  tested('8.2.1', 'Answers are not kept by caches', LOGIN, 'no header of an answer takes anything from a request'),
  untested(
    '8.2.2',
    'Browsers store nothing sensitive',
    'The session is in a cookie that scripts cannot read; storage holds language, display and drafts of definitions, no records',
  ),
  untested('8.2.3', 'Logging out clears the page', 'The page is loaded anew after logging out'),
  untested(
    '8.3.1',
    'No sensitive data in addresses',
    'Log-in and tokens are bodies and headers; filters may hold what the user typed, which logs do not keep',
  ),
  tested(
    '8.3.2',
    'Data can be exported and removed',
    PURGE,
    'PLAT-85 what is deleted for good is gone with its lines and what its history said',
  ),
  tested(
    '8.3.3',
    'People are told and agree',
    LOGIN,
    'the confidentiality notice is accepted once for each version (NFR-14)',
  ),
  untested('8.3.4', 'Sensitive data is known', 'x-field.sensitive, see 1.8.1'),
  tested(
    '8.3.5',
    'Looking at sensitive data is noted',
    LOG,
    'looking at sensitive values in clear is told, looking at masked ones is not',
  ),
  untested('8.3.6', 'Memory is overwritten', 'JavaScript cannot; passwords live for the length of a request'),
  untested('8.3.7', 'Encryption has integrity', 'AES-256-GCM, see 6.2.2'),
  tested(
    '8.3.8',
    'Old data goes by itself',
    PURGE,
    'what has been in the bin too long goes by itself, and the log tells',
  ),
]

import { tested, untested } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { ARCHITECTURE, CSV, FILES, HOSTILE, NAMES, NODES, SEALING, SIGN_ON } from './test-files.ts'

/** Chapter 1. */
export const architecture: readonly Requirement[] = [
  untested(
    '1.1.1',
    'Security belongs to every stage of the work',
    'Requirements with numbers (PLAT-61 to 94, NFR-7 to 14), design texts, tests of each, checks before every change reaches the main line',
  ),
  untested(
    '1.1.2',
    'Threats are thought through with the design',
    'Access and identity have a design text with what must not happen; attacks are written as tests: tests/integration/api-hostile*.test.ts, no-oracle-*.test.ts',
  ),
  untested(
    '1.1.3',
    'Requirements say who may do what',
    'The matrix of roles is a requirement and a generated test: tests/integration/role-matrix*.test.ts',
  ),
  untested(
    '1.1.4',
    'Trust boundaries and flows are written down',
    'README files of the packages: browser, HTTP, records (the one door), database, files, servers called',
  ),
  tested(
    '1.1.5',
    'The structure of the whole is defined and watched',
    ARCHITECTURE,
    'packages import only what the arrows allow, types included',
  ),
  tested('1.1.6', 'Controls are central and in one place', NAMES, 'is nowhere: GET %s'),
  untested(
    '1.1.7',
    'There is a guide to safe work',
    'The rules for authors are in the README beside each package; lint rules and architecture tests keep them',
  ),
  untested(
    '1.2.1',
    'Services run under accounts of few rights',
    'The bundled PostgreSQL never runs as root (launcher); the account of the server itself is chosen by its operator',
  ),
  untested(
    '1.2.2',
    'Parts authenticate to each other',
    'PostgreSQL by password over a local socket or DATABASE_URL with the operator’s account; S3 by its key',
  ),
  untested(
    '1.2.3',
    'One way of authentication, which can be made stronger',
    'Password or OpenID Connect, both through admission.ts, with second factor, devices and a history',
  ),
  tested(
    '1.2.4',
    'No way in is weaker than the others',
    SIGN_ON,
    'the rules for addresses, locks and leaving hold for single sign-on as well (PLAT-94)',
  ),
  tested('1.4.1', 'Access is decided on the server', NAMES, 'is nowhere: %s %s'),
  tested(
    '1.4.4',
    'One mechanism decides about all access',
    'tests/integration/access-differential.test.ts',
    'lists, counts, figures and reads by id show exactly what the contract opens',
  ),
  tested(
    '1.4.5',
    'Rights are on data, roles only give them',
    'tests/integration/role-matrix.test.ts',
    '$role and records of $object by id: read, update, share, assign, print, delete',
  ),
  untested(
    '1.5.1',
    'What goes in and out is defined',
    'Each object is a JSON Schema; OpenAPI 3.1 describes every route',
  ),
  untested(
    '1.5.2',
    'No objects are serialised for strangers',
    'JSON only; page markers are checked values, see packages/database/src/query/cursor.ts',
  ),
  tested('1.5.3', 'Input is validated on the server', HOSTILE, '%s is refused with a problem'),
  tested('1.5.4', 'Output is encoded where it is used', CSV, '%j stays a text'),
  untested(
    '1.6.1',
    'Keys have rules',
    'SECRET_KEY: made at the first start for its owner only, or given; older ones after a comma (README, For operators)',
  ),
  untested(
    '1.6.2',
    'Secrets are kept from their users',
    'Sealed with AES-256-GCM by sealing.ts; no vault is built in, SECRET_KEY may come from one',
  ),
  tested('1.6.3', 'Keys can be replaced', SEALING, 'an old key opens, the new one seals'),
  untested('1.6.4', 'No secrets in the browser', 'The pages hold none but the CSRF token of their session'),
  untested('1.7.1', 'One form of log', 'Lines of JSON by one logger; the operation log and the log-ins are tables'),
  untested(
    '1.7.2',
    'Logs go to another machine',
    'The deployer’s duty: standard output is the log; the operation log is exported by its API',
  ),
  untested('1.8.1', 'Sensitive data is classified', 'x-field.sensitive marks fields with a mask and who opens them'),
  tested(
    '1.8.2',
    'Each class has its protection',
    'tests/integration/api-sensitive.test.ts',
    'who has no right to it sees the mask in every read, whoever has it sees the value (PLAT-8)',
  ),
  untested(
    '1.9.1',
    'Parts talk in secret',
    'The bundled database listens locally; DATABASE_URL takes sslmode; a TLS proxy stands before the server (README)',
  ),
  untested(
    '1.9.2',
    'Each side is authenticated',
    'Certificates of servers that are called are verified by Node.js, nothing switches it off; sslmode=verify-full for the database',
  ),
  untested('1.10.1', 'Source control with traces', 'Git, one idea a commit, reviewed and checked before the main line'),
  untested(
    '1.11.1',
    'Parts are documented by what they do',
    'README at the top and in the packages; docstrings of what they export',
  ),
  tested(
    '1.11.2',
    'Logging in, sessions and rights share no unsynchronised state',
    NODES,
    'the next request knows that %s',
  ),
  tested(
    '1.12.2',
    'Uploads are given as data that never runs',
    FILES,
    'is given in parts, by its hash, and never runs',
  ),
  untested(
    '1.14.1',
    'Parts of different trust are apart',
    'Web, API and database are processes of their own; networks between them are the deployer’s',
  ),
  untested(
    '1.14.2',
    'Programs are deployed from verified sources',
    'Source from Git, packages by package-lock.json with hashes',
  ),
  untested(
    '1.14.3',
    'Builds warn of insecure parts',
    'npm audit needs the registry, so it is a step of the deployer’s pipeline, not of offline tests; see 14.2.1',
  ),
  untested('1.14.4', 'Builds verify a deployment', '.ci/run installs from a bare clone, builds, starts and tests'),
  untested(
    '1.14.5',
    'Deployments are isolated',
    'The deployer’s duty; the server needs one port, DATA_DIR and its database',
  ),
  untested('1.14.6', 'No dead browser technologies', 'React and standard elements only'),
]

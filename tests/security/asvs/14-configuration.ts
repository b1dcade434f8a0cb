import { tested, untested } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { ANSWERS, LOGIN, PROBLEMS, SUPPLY } from './test-files.ts'

/** Chapter 14. */
export const configuration: readonly Requirement[] = [
  untested('14.1.1', 'Builds repeat', '.ci/run from a bare clone, package-lock.json'),
  untested('14.1.2', 'Compilers protect memory', 'No native code of our own'),
  untested(
    '14.1.3',
    'Servers are hardened',
    'Helmet, limits of bodies and rates, local address by default, no debug mode',
  ),
  untested('14.1.4', 'Deployments can be repeated', 'npm start from a bare clone; upgrades migrate in one transaction'),
  untested(
    '14.2.1',
    'Parts are up to date',
    'npm audit and npm outdated need the registry: a step of the deployer’s pipeline, offline tests cannot know; versions are pinned',
  ),
  tested(
    '14.2.2',
    'Nothing unneeded',
    SUPPLY,
    'sample data can be left out, and nobody has a password that everybody knows',
  ),
  tested('14.2.3', 'Assets of others are verified', SUPPLY, 'the web app asks no other host for anything'),
  tested(
    '14.2.4',
    'Parts come from known sources',
    SUPPLY,
    'every package comes from the registry, with the hash of what was checked',
  ),
  untested('14.2.5', 'A list of all parts', 'package-lock.json; npm sbom writes it as CycloneDX or SPDX'),
  untested(
    '14.2.6',
    'Parts of others are encapsulated',
    'Each behind one file of ours (sanitiser, images, hashing, OpenID, spreadsheets)',
  ),
  tested('14.3.2', 'No debug modes', PROBLEMS, 'an unexpected error shows a reference and nothing else'),
  tested('14.3.3', 'No versions are told', ANSWERS, 'no header tells what the server is made of'),
  tested(
    '14.4.1',
    'Every answer says what it is',
    ANSWERS,
    'every answer says what it is, that nothing may guess, run or frame it',
  ),
  untested(
    '14.4.2',
    'Answers of the API are attachments',
    'JSON with nosniff and default-src none runs nowhere, see 14.4.3; files are given with Content-Disposition',
  ),
  tested('14.4.3', 'A content security policy', PROBLEMS, 'the web app may run only its own scripts, without eval'),
  tested('14.4.4', 'X-Content-Type-Options: nosniff', LOGIN, 'no header of an answer takes anything from a request'),
  tested(
    '14.4.5',
    'Strict-Transport-Security',
    ANSWERS,
    'over HTTPS pages and answers say that only HTTPS is to be used',
  ),
  tested(
    '14.4.6',
    'Addresses are not told to others',
    ANSWERS,
    'every answer says what it is, that nothing may guess, run or frame it',
  ),
  tested('14.4.7', 'No frames', ANSWERS, 'every answer says what it is, that nothing may guess, run or frame it'),
  tested('14.5.1', 'Only known methods', ANSWERS, 'methods that nobody needs are refused'),
  tested('14.5.2', 'Origin decides nothing', ANSWERS, 'an Origin opens nothing and is let in nowhere'),
  tested('14.5.3', 'No origin is let in by CORS', LOGIN, 'no header of an answer takes anything from a request'),
  tested(
    '14.5.4',
    'Headers of proxies count from proxies only',
    ANSWERS,
    'headers of a proxy count only where one is trusted',
  ),
]

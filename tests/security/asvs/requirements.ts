import { architecture } from './01-architecture.ts'
import { authentication } from './02-authentication.ts'
import { sessions } from './03-sessions.ts'
import { accessControl } from './04-access-control.ts'
import { inputAndOutput } from './05-input-and-output.ts'
import { storedCryptography } from './06-stored-cryptography.ts'
import { errorsAndLogs } from './07-errors-and-logs.ts'
import { dataProtection } from './08-data-protection.ts'
import { communication } from './09-communication.ts'
import { maliciousCode } from './10-malicious-code.ts'
import { businessLogic } from './11-business-logic.ts'
import { files } from './12-files.ts'
import { api } from './13-api.ts'
import { configuration } from './14-configuration.ts'
import type { Requirement } from './requirement.ts'

/**
 * OWASP Application Security Verification Standard 4.0.3, level 2, which includes level 1. Texts are short descriptions
 * in our own words; the standard has the full ones.
 */
export const requirements: readonly Requirement[] = [
  ...architecture,
  ...authentication,
  ...sessions,
  ...accessControl,
  ...inputAndOutput,
  ...storedCryptography,
  ...errorsAndLogs,
  ...dataProtection,
  ...communication,
  ...maliciousCode,
  ...businessLogic,
  ...files,
  ...api,
  ...configuration,
]

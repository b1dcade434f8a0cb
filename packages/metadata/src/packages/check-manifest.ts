import type { Problem } from '@fieldwork/fields'
import type { ValidateFunction } from 'ajv/dist/2020.js'
import schema from '../../schemas/package.schema.json' with { type: 'json' }
import { isPlainObject } from '../json/plain-object.ts'
import { pointerOf } from '../json/pointer.ts'
import { createAjv } from '../validation/ajv.ts'
import { describeSchemaError, isEcho } from '../validation/describe-error.ts'
import { text } from '../words.ts'
import { isVersion, isVersionRange } from './versions.ts'

let validate: ValidateFunction | undefined

/** What is wrong with a package apart from its definitions; pointers are into it. */
export function checkManifest(value: unknown): Problem[] {
  validate ??= createAjv().compile(schema)
  if (!validate(value)) {
    const errors = (validate.errors ?? []).filter((error) => !isEcho(error))
    return errors.map((error) => describeSchemaError(error, () => null))
  }
  return isPlainObject(value) ? checkVersions(value) : []
}

function checkVersions({ version, requires }: Record<string, unknown>): Problem[] {
  const problems: Problem[] = isVersion(version) ? [] : [noVersion('/version', version)]
  for (const [name, range] of Object.entries(isPlainObject(requires) ? requires : {})) {
    if (!isVersionRange(range)) problems.push(noRange(pointerOf('requires', name), range))
  }
  return problems
}

function noVersion(pointer: string, found: unknown): Problem {
  const message = text(`“${String(found)}” is no version such as 1.4.0`, `“${String(found)}”不是 1.4.0 这样的版本号`)
  return { pointer, code: 'wrong_version', message }
}

function noRange(pointer: string, found: unknown): Problem {
  const message = text(
    `“${String(found)}” is no range of versions such as ^1.4.0`,
    `“${String(found)}”不是 ^1.4.0 这样的版本范围`,
  )
  return { pointer, code: 'wrong_version', message }
}

import * as fields from '@fieldwork/fields'
import { fastFormats, fullFormats } from 'ajv-formats/dist/formats.js'
import equal from 'ajv/dist/runtime/equal.js'
import ucs2length from 'ajv/dist/runtime/ucs2length.js'
import { FIELDS_MODULE } from './keywords.ts'

/** The global name under which a page registers `validatorRuntime` before it loads a validator module. */
export const VALIDATOR_RUNTIME = '__fieldworkValidatorRuntime'

/** The function in a CommonJS module, whichever way it was loaded: bundlers and Node unwrap `default` differently. */
function unwrap(module: unknown): unknown {
  const inner = (module as { default?: unknown }).default
  return typeof module === 'function' || inner === undefined ? module : unwrap(inner)
}

/** What the text of a validator module requires, by module name. */
export const validatorRuntime: Readonly<Record<string, unknown>> = {
  'ajv/dist/runtime/ucs2length': { default: unwrap(ucs2length) },
  'ajv/dist/runtime/equal': { default: unwrap(equal) },
  'ajv-formats/dist/formats': { fullFormats, fastFormats },
  [FIELDS_MODULE]: { hasScale: fields.hasScale, isStorableText: fields.isStorableText },
}

import type { JsonSchema } from '@fieldwork/fields'
import { MAX_NOTICE, defaultPolicy, policyNumbers } from './policy.ts'

const addresses: JsonSchema = {
  type: 'array',
  maxItems: 200,
  items: { type: 'string' },
  description: 'Addresses and ranges (CIDR); none: from everywhere',
}

const noticeText: JsonSchema = { type: 'string', minLength: 1, maxLength: MAX_NOTICE }

/** The security policy as JSON Schema: what the API takes, and what forms are drawn from. */
export const policySchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    password: sectionSchema('password'),
    lock: sectionSchema('lock'),
    session: sectionSchema('session'),
    second_factor: { enum: ['optional', 'required'] },
    addresses,
    roles: {
      type: 'object',
      description: 'By the name of the role',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: { addresses, second_factor: { type: 'boolean' } },
      },
    },
    notice: {
      type: ['object', 'null'],
      additionalProperties: false,
      required: ['version', 'text'],
      properties: {
        version: { type: 'integer', minimum: 1, maximum: 999_999 },
        text: {
          type: 'object',
          additionalProperties: false,
          required: ['en', 'zh-CN'],
          properties: { en: noticeText, 'zh-CN': noticeText },
        },
      },
    },
    login_history_days: numberSchema('/login_history_days'),
  },
}

/** Sections that are written must be there in full. */
function sectionSchema(name: 'password' | 'lock' | 'session'): JsonSchema {
  const members = Object.entries(defaultPolicy[name])
  const schemaOf = (key: string, usual: unknown): JsonSchema =>
    typeof usual === 'boolean' ? { type: 'boolean' } : numberSchema(`/${name}/${key}`)
  return {
    type: 'object',
    additionalProperties: false,
    required: members.map(([key]) => key),
    properties: Object.fromEntries(members.map(([key, usual]) => [key, schemaOf(key, usual)])),
  }
}

function numberSchema(pointer: string): JsonSchema {
  const { least, most, isNullable } = policyNumbers[pointer]!
  return { type: isNullable ? ['integer', 'null'] : 'integer', minimum: least, maximum: most }
}

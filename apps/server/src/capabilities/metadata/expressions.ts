import {
  checkExpression,
  completions,
  functionDocs,
  type ExpressionProblem,
  type ExprType,
} from '@fieldwork/expressions'
import { typeEnvironment } from '@fieldwork/metadata'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { integer, optional, readMembers, text } from '../../http/body.ts'
import { resolveText, type Locale } from '../../http/locale.ts'
import { readChoice } from '../../http/query.ts'

const MAX_OFFSET = 100_000
/** kinds of values that an expression can be asked to give */
export const EXPECTED = ['text', 'integer', 'decimal', 'boolean', 'date', 'datetime'] as const

/** an expression, which may be empty */
export const anyText = {
  ...text,
  matches: (value: unknown): value is string => typeof value === 'string' && value.length < MAX_OFFSET,
}
const checkBody = { object: text, expression: anyText, expects: optional(text) }
const completeBody = { object: text, expression: anyText, offset: optional(integer(0, MAX_OFFSET)) }

const ADMINISTRATOR = { config: { access: 'administrator', right: 'configuration' } } as const

/** Help while an expression is being written. */
export function addExpressionRoutes(app: FastifyInstance, { registry }: ServerDeps): void {
  const environmentOf = (object: string) => {
    const catalog = registry.catalog()
    return typeEnvironment(catalog, catalog.object(object).name, { withOld: true })
  }

  app.get('/api/metadata/expressions/functions', async (request) => ({
    data: functionDocs().map((entry) => ({ ...entry, doc: resolveText(entry.doc, request.locale) })),
  }))

  app.post('/api/metadata/expressions/check', ADMINISTRATOR, async (request) => {
    const { object, expression, expects } = readMembers(request.body, checkBody)
    const kind = readChoice(expects, { name: 'expects', choices: EXPECTED })
    const result = checkExpression(expression, environmentOf(object), kind ? { expects: { kind } } : {})
    if (!result.ok) return { problems: result.problems.map((problem) => describe(problem, request.locale)), type: null }
    return { problems: [], type: nameOf(result.expression.type) }
  })

  app.post('/api/metadata/expressions/complete', ADMINISTRATOR, async (request) => {
    const { object, expression, offset = expression.length } = readMembers(request.body, completeBody)
    return { completions: completions(expression, offset, environmentOf(object)) }
  })
}

function describe({ code, message, params, position }: ExpressionProblem, locale: Locale) {
  return { code, message: resolveText(message, locale), params: { ...params, ...position } }
}

/** What a type is called in answers. */
export function nameOf(type: ExprType): string {
  if (type.kind === 'record') return type.object
  return type.kind === 'list' ? `list of ${nameOf(type.of)}` : type.kind
}

import { isPlainObject } from '@fieldwork/metadata'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { optional, readMembers, record, text, type Member } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { resolveProblems } from '../../http/problem.ts'

/** As many as an object may have. */
const MAX_RULES = 20

const rules: Member<Record<string, unknown>, true> = optional({
  optional: false,
  expected: { en: `at most ${MAX_RULES} rules by name`, 'zh-CN': `至多 ${MAX_RULES} 条规则（以名称为键）` },
  matches: (value): value is Record<string, unknown> => isPlainObject(value) && Object.keys(value).length <= MAX_RULES,
})
const trialBody = { object: text, values: record, id: optional(text), rules }

/** Shows what duplicate rules would find before they are published. */
export function addDuplicateTrialRoute(app: FastifyInstance, { records }: ServerDeps): void {
  app.post('/api/metadata/duplicates/try', { config: { access: 'administrator' } }, async (request) => {
    const { id, ...input } = readMembers(request.body, trialBody)
    const question = { ...input, id: id === undefined ? undefined : readId(id) }
    const trials = await records.tryDuplicates(callerOf(request), question)
    const inWords = (problems: (typeof trials)[number]['problems']) => resolveProblems(problems, request.locale)
    return {
      data: trials.map(({ problems, found, ...trial }) => ({
        ...trial,
        problems: inWords(problems),
        found: found && inWords([found])[0],
      })),
    }
  })
}

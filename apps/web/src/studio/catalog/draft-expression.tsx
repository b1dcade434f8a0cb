import { checkExpression, completions, functionDocs } from '@fieldwork/expressions'
import type { Completion, ExpressionProblem, ExprType } from '@fieldwork/expressions'
import { ApiProvider, ExpressionInput, useApi, useTexts } from '@fieldwork/ui'
import type { Api } from '@fieldwork/ui'
import { useMemo } from 'react'

import { useDraft } from '../draft/draft-provider.tsx'
import { draftEnvironment } from './expression-environment.ts'
import type { StudioObject } from './studio-objects.ts'
import { useStudioObjects } from './studio-objects.ts'

type Kind = 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'datetime'

interface Question {
  object: string
  expression: string
  /** a kind, or a whole type as JSON */
  expects?: string
  offset?: number
}

/**
 * An expression over an object as the draft has it: fields that are not published yet are known too. `changed` puts
 * an object that is being edited, but not yet in the draft, over the draft's.
 */
export function DraftExpression(props: {
  /** null: over no record */
  object: string | null
  /** what other names mean in it; `user` and `old` when left out */
  variables?: Record<string, ExprType> | undefined
  value: string
  onChange: (value: string) => void
  expects?: Kind | ExprType | undefined
  id?: string
  label?: string
  placeholder?: string
  minRows?: number
}) {
  const { object, expects, variables, ...rest } = props
  const api = useDraftAnswers(variables)
  const scope = useMemo(() => (variables ? `~${JSON.stringify(variables)}` : ''), [variables])
  const { version } = useDraft()
  return (
    <ApiProvider api={api}>
      {/* answers are cached by object, so the name carries the draft's version */}
      <ExpressionInput
        {...rest}
        {...(expects === undefined ? {} : { expects: written(expects) })}
        object={`${object ?? ''}@${version}${scope}`}
      />
    </ApiProvider>
  )
}

/** A type as a question carries it. */
const written = (type: Kind | ExprType): string => (typeof type === 'string' ? type : JSON.stringify(type))
const read = (type: string): ExprType => (type.startsWith('{') ? JSON.parse(type) : { kind: type }) as ExprType

/** The API, but with questions about expressions answered from the draft. */
function useDraftAnswers(variables: Record<string, ExprType> | undefined): Api {
  const api = useApi()
  const objects = useStudioObjects()
  const { locale } = useTexts()
  return useMemo(() => {
    const world = { objects, variables }
    const answers: Record<string, (question: Question) => unknown> = {
      '/api/metadata/expressions/check': (question) => answerCheck(question, world, locale),
      '/api/metadata/expressions/complete': (question) => answerCompletions(question, world, locale),
    }
    const post = async <T,>(path: string, body?: unknown): Promise<T> => {
      const answer = answers[path]
      return answer ? (answer(body as Question) as T) : api.post<T>(path, body)
    }
    return { ...api, post }
  }, [api, objects, variables, locale])
}

interface World {
  objects: StudioObject[]
  variables: Record<string, ExprType> | undefined
}

function answerCheck({ object, expression, expects }: Question, { objects, variables }: World, locale: 'en' | 'zh-CN') {
  const environment = draftEnvironment(objects, plainName(object), variables)
  const result = checkExpression(expression, environment, expects ? { expects: read(expects) } : {})
  if (result.ok) return { problems: [], type: typeName(result.expression.type, objects, locale) }
  return { problems: result.problems.map((problem) => describeProblem(problem, locale)), type: null }
}

function describeProblem({ code, message, params, position }: ExpressionProblem, locale: 'en' | 'zh-CN') {
  return { code, message: message[locale], params: { ...params, ...position } }
}

const TYPE_NAMES: Record<string, Record<'en' | 'zh-CN', string>> = {
  text: { en: 'text', 'zh-CN': '文本' },
  integer: { en: 'whole number', 'zh-CN': '整数' },
  decimal: { en: 'number', 'zh-CN': '数字' },
  boolean: { en: 'yes or no', 'zh-CN': '是/否' },
  date: { en: 'date', 'zh-CN': '日期' },
  datetime: { en: 'date and time', 'zh-CN': '日期时间' },
  any: { en: 'any', 'zh-CN': '任意' },
  null: { en: 'empty', 'zh-CN': '空' },
  list: { en: 'list', 'zh-CN': '列表' },
  struct: { en: 'value of several parts', 'zh-CN': '由多个部分组成的值' },
}

function typeName(type: ExprType, objects: StudioObject[], locale: 'en' | 'zh-CN'): string {
  if (type.kind !== 'record') return TYPE_NAMES[type.kind]?.[locale] ?? type.kind
  return objects.find((object) => object.name === type.object)?.label[locale] ?? type.object
}

function answerCompletions(
  { object, expression, offset }: Question,
  { objects, variables }: World,
  locale: 'en' | 'zh-CN',
) {
  const environment = draftEnvironment(objects, plainName(object), variables)
  const found = completions(expression, offset ?? expression.length, environment)
  return { completions: found.map((each) => describeCompletion(each, objects, locale)) }
}

/** A proposal in people's words: what a field is called and holds, what a function does. */
function describeCompletion(completion: Completion, objects: StudioObject[], locale: 'en' | 'zh-CN') {
  const { label, insert, kind, owner, type, detail } = completion
  if (kind === 'function') {
    const doc = functionDocs().find(({ name }) => name === label)?.doc[locale]
    return { label, insert, kind, detail, ...(doc === undefined ? {} : { doc }) }
  }
  const object = objects.find(({ name }) => name === owner)
  const field = object?.fields.find(({ name }) => name === label)
  const from = object?.collections.find(({ name }) => name === label)?.object
  const words = field?.label[locale] ?? objects.find(({ name }) => name === from)?.label[locale]
  const what = type === undefined ? '' : typeName(type, objects, locale)
  return { label, insert, kind, detail: [words, what].filter(Boolean).join(' · ') }
}

/** The object in a question; null where it is over no record. */
function plainName(object: string): string | null {
  return object.replace(/@.*$/s, '') || null
}

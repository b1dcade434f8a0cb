import { expect, test } from 'vitest'
import { AppError, appError, errors } from './errors.ts'

const parametersOf = (words: string) => words.match(/\{\w+\}/g)?.sort() ?? []

test.each(Object.entries(errors))(
  '%s has a status and words in both languages with the same parameters',
  (_, entry) => {
    expect(entry.status).toBeGreaterThanOrEqual(400)
    expect(parametersOf(entry.message['zh-CN'])).toEqual(parametersOf(entry.message.en))
  },
)

test('an error carries its status, its words with the parameters filled in, and its problems', () => {
  const problem = { code: 'required', message: { en: 'Enter the owner', 'zh-CN': '请填写负责人' } }
  const error = appError('not_found', { name: 'customer' }, [problem])
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code: 'not_found', status: 404, problems: [problem], params: { name: 'customer' } })
  expect(error.localized).toEqual({
    en: '“customer” does not exist or is not visible to you',
    'zh-CN': '“customer”不存在或您无权查看',
  })
})

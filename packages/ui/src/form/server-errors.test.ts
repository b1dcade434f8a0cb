import { describe, expect, it } from 'vitest'

import { ApiProblem } from '../api/api-problem.ts'
import type { ObjectSchema } from '../api/types.ts'
import { errorSchemaOf, serverErrors, withoutField } from './server-errors.ts'

const schema = { fields: { owner: {}, phone: {} } } as unknown as ObjectSchema
const refusal = new ApiProblem(422, {
  code: 'validation_failed',
  detail: '部分内容不符合要求',
  problems: [
    { pointer: '/owner', code: 'required', message: '请填写负责人' },
    { pointer: '/nowhere', code: 'rule', message: '整体不符合' },
  ],
})

describe('server errors', () => {
  it('stand beside the field they point at, the others at the top', () => {
    expect(serverErrors(refusal, schema)).toEqual({ fields: { owner: ['请填写负责人'] }, general: ['整体不符合'] })
  })

  it('say what the refusal says where it names no problem', () => {
    const plain = new ApiProblem(403, { code: 'forbidden', detail: '您没有执行此操作的权限' })
    expect(serverErrors(plain, schema).general).toEqual(['您没有执行此操作的权限'])
  })

  it('go away with the change of their field', () => {
    expect(withoutField(serverErrors(refusal, schema), 'owner').fields).toEqual({})
  })

  it('take the shape rjsf knows', () => {
    expect(errorSchemaOf({ fields: { owner: ['a'] }, general: ['b'] })).toEqual({
      __errors: ['b'],
      owner: { __errors: ['a'] },
    })
  })
})

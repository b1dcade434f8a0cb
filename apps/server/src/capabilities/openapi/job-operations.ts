import type { LocalizedText } from '@fieldwork/fields'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const both = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })

/** Work beside the requests: how much waits, and what has failed for good. */
export const jobOperations: readonly OperationSpec[] = [
  {
    method: 'get',
    path: '/api/jobs',
    tag: 'platform',
    summary: both('How much background work waits, and for how long', '后台作业的等待数量与延迟'),
    answer: refTo('Row'),
    errors: [403],
  },
  {
    method: 'get',
    path: '/api/jobs/dead',
    tag: 'platform',
    summary: both(
      'Jobs that have failed for good, newest first, each with its reason',
      '死信列表（最新在前，含失败原因）',
    ),
    query: {
      limit: { type: 'integer', minimum: 1, maximum: 500 },
      offset: { type: 'integer', minimum: 0, maximum: 1_000_000 },
    },
    answer: refTo('Rows'),
    errors: [400, 403],
  },
  {
    method: 'post',
    path: '/api/jobs/{id}/retry',
    tag: 'platform',
    summary: both('Let a dead job begin anew', '重试死信'),
    status: 204,
    errors: [403, 404],
  },
  {
    method: 'post',
    path: '/api/jobs/{id}/discard',
    tag: 'platform',
    summary: both('Give a dead job up', '丢弃死信'),
    status: 204,
    errors: [403, 404],
  },
]

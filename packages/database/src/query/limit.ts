import { appError } from '@fieldwork/metadata'

/** @throws invalid_request: not a whole number from 1 to `max` */
export function readLimit(limit: number | undefined, { fallback, max }: { fallback: number; max: number }): number {
  if (limit === undefined) return fallback
  if (Number.isInteger(limit) && limit >= 1 && limit <= max) return limit
  throw appError('invalid_request', { reason: 'limit' }, [
    {
      code: 'out_of_range',
      message: {
        en: `“limit” is a whole number from 1 to ${max}`,
        'zh-CN': `limit 必须是 1 到 ${max} 之间的整数`,
      },
      params: { parameter: 'limit', minimum: 1, maximum: max },
    },
  ])
}

import { appError } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'

/** A condition, an order or a figure that would give a hidden value away. */
export function maskedField({ name: object }: Pick<CompiledObject, 'name'>, { name, label }: CompiledField) {
  const message = {
    en: `${label.en} is hidden from you, so it cannot be used to filter, sort, group or compute`,
    'zh-CN': `您无权查看${label['zh-CN']}，因此不能用它筛选、排序、分组或计算`,
  }
  return appError('forbidden', {}, [{ code: 'masked_field', message, params: { field: name, object } }])
}

import { departmentUses, MOST_COUNTED } from '@fieldwork/database'
import type { DepartmentUse, Registry } from '@fieldwork/database'
import type { LocalizedText, Problem } from '@fieldwork/fields'
import { appError } from '@fieldwork/metadata'
import type { Catalog } from '@fieldwork/metadata'
import type { BeforeHook } from '@fieldwork/records'

/** A department is deleted when nothing belongs to it any more and nothing is granted to it. */
export function keptDepartments({ registry }: { registry: Pick<Registry, 'catalog'> }): BeforeHook {
  return {
    object: 'department',
    operations: ['delete'],
    async run({ id, records }) {
      if (id === null) return undefined
      const catalog = registry.catalog()
      const uses = await records.transaction((_records, db) => departmentUses({ db, catalog }, id))
      if (uses.length > 0)
        throw appError(
          'still_referenced',
          {},
          uses.map((use) => problemOf(catalog, use)),
        )
      return undefined
    },
  }
}

function problemOf(catalog: Catalog, { object, field, count }: DepartmentUse): Problem {
  const what = whatOf(catalog, { object, field })
  const number = count > MOST_COUNTED ? `> ${MOST_COUNTED}` : String(count)
  return {
    code: 'still_referenced',
    message: { en: `${what.en}: ${number}`, 'zh-CN': `${what['zh-CN']}：${number}` },
    params: { ...(object && { object }), ...(field && { field }), count },
  }
}

function whatOf(catalog: Catalog, { object, field }: Pick<DepartmentUse, 'object' | 'field'>): LocalizedText {
  if (object === null) return { en: 'Shares with this department', 'zh-CN': '共享给该部门的记录' }
  const { label, fields } = catalog.object(object)
  const of = field === null ? null : fields.get(field)?.label
  if (!of) return { en: `${label.en} of this department`, 'zh-CN': `归属该部门的${label['zh-CN']}` }
  return { en: `${label.en}, ${of.en}`, 'zh-CN': `${label['zh-CN']}·${of['zh-CN']}` }
}

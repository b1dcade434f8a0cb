import type { Queryable } from '../connection/types.ts'
import { fileJson } from '../query/file-json.ts'
import type { FileInfo } from '../query/file-json.ts'

/** What files of approvals belong to, in place of an object: `record_id` is the approval's. */
export const approvalOwner = '@approval'

/** Gives uploads of somebody that nothing has taken to an approval; returns those that could be had, in their order. */
export async function takeForApproval(
  db: Queryable,
  { approval, actor, files }: { approval: string; actor: string; files: readonly string[] },
): Promise<FileInfo[]> {
  const { rows } = await db.query<{ file: FileInfo }>({
    text:
      'with taken as (update fw_file set object = $4, record_id = $1 where id = any($2::uuid[]) and stored' +
      ' and deleted_at is null and record_id is null and created_by = $3 returning *)' +
      ` select ${fileJson('t')} as file from taken t order by array_position($2::uuid[], t.id)`,
    values: [approval, files, actor, approvalOwner],
  })
  return rows.map(({ file }) => file)
}

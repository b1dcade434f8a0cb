import type { Me } from '@fieldwork/ui'

/** Rights for which there are pages in the studio. */
const STUDIO_RIGHTS: readonly Me['platformRights'][number][] = [
  'configuration',
  'accounts',
  'security',
  'log',
  'backup',
  'backup_download',
  'backup_restore',
]

/** Whether the studio is open to somebody; what is configured is no part of how somebody else sees the workspace. */
export const mayConfigure = (me: Me | undefined): boolean =>
  me !== undefined && !me.viewed_by && STUDIO_RIGHTS.some((right) => me.platformRights.includes(right))

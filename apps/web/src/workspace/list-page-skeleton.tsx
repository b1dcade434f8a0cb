import { FieldIcon, ListSkeleton, PageHeader, useMe } from '@fieldwork/ui'

import { objectItems } from '../shell/current-app.ts'

/** A list's page while its columns load: what the menu knows is there already. */
export function ListPageSkeleton({ object }: { object: string }) {
  const items = objectItems(useMe().data?.apps.flatMap((app) => app.items) ?? [])
  const item = items.find((each) => each.object === object)
  const title = item?.label ?? <span className="fw-bone" style={{ width: 120, height: 24 }} />
  return (
    <div className="fw-list-page" aria-busy="true">
      <PageHeader icon={<FieldIcon name={item?.icon} />} title={title} />
      <div className="fw-toolbar">
        <span className="fw-bone" style={{ width: 220 }} />
      </div>
      <ListSkeleton />
    </div>
  )
}

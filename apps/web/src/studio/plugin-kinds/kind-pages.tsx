import '../studio-approvals.css'
import '../studio-automation.css'

import { EmptyState, useTexts } from '@fieldwork/ui'
import { Skeleton } from 'antd'

import { KindListPage } from './kind-list-page.tsx'
import { KindPage } from './kind-page.tsx'
import { usePluginKinds } from './queries.ts'

/** The pages about what plugins let one define; loaded when one of them is opened. */
export function KindPages({ kind: asked, name }: { kind: string; name: string | null }) {
  const { t } = useTexts('studio')
  const { kinds, isPending } = usePluginKinds()
  if (isPending) return <Skeleton className="st-page" active title={false} />
  const kind = kinds.find((each) => each.name === asked)
  if (!kind) return <EmptyState icon="file-search" title={t('unknown.title')} text={t('pluginKinds.gone')} />
  return name === null ? <KindListPage key={asked} kind={kind} /> : <KindPage key={name} kind={kind} name={name} />
}

import { EmptyState, PageHeader, FieldIcon, useMe, useTexts } from '@fieldwork/ui'
import { useParams } from '@tanstack/react-router'

import { PluginPart } from './plugin-part.tsx'

/** A page of a plugin, at `/p/<plugin>/<page>`. */
export function PluginPage() {
  const { plugin: name, page: key } = useParams({ strict: false }) as { plugin: string; page: string }
  const { t } = useTexts('app')
  const me = useMe().data
  const plugin = me?.plugins?.find((each) => each.name === name)
  const page = plugin?.pages.find((each) => each.key === key)
  if (!plugin || !page) return <EmptyState icon="file-search" title={t('notFound.title')} text={t('plugins.noPage')} />
  return (
    <article className="fw-plugin-page" key={`${name}/${key}`}>
      <PageHeader icon={<FieldIcon name={page.icon} />} title={page.label} />
      <PluginPart plugin={plugin} part="pages" name={key} />
    </article>
  )
}

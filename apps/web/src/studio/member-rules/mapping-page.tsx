import { AppLink, EmptyState, PageHeader, useTexts } from '@fieldwork/ui'
import { Input, Skeleton } from 'antd'
import { useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { studioPaths } from '../paths.ts'
import { MappingGrid } from './mapping-grid.tsx'
import { useDraftedMemberRules } from './use-member-rules.ts'

/** The mapping of a rule, edited as a table: its records are saved at once, nothing has to be published. */
export function MappingPage({ rule: name }: { rule: string }) {
  const { t, locale } = useTexts('studio')
  const { rules, isPending } = useDraftedMemberRules()
  const objects = useStudioObjects()
  const [text, setText] = useState('')
  const rule = rules.find(({ definition }) => definition.name === name)?.definition
  if (isPending) return <Skeleton active title={false} />
  if (!rule) return <EmptyState icon="usergroup-add" title={t('unknown.title')} text={t('unknown.text')} />
  const mapping = objects.find((object) => object.name === rule.mapping)
  const users = rules.filter(({ definition }) => definition.mapping === rule.mapping)
  return (
    <div className="st-page">
      <PageHeader
        title={mapping?.label[locale] ?? rule.mapping}
        line={t('memberRules.mappingLine', {
          rules: users
            .map(({ definition }) => definition.label?.[locale] ?? definition.name)
            .join(locale === 'en' ? ', ' : '、'),
        })}
        actions={
          <Input.Search
            allowClear
            aria-label={t('memberRules.search')}
            placeholder={t('memberRules.search')}
            onSearch={setText}
          />
        }
      />
      <p>
        <AppLink to={studioPaths.memberRules}>{t('memberRules.back')}</AppLink>
      </p>
      <MappingGrid rule={rule} text={text} />
    </div>
  )
}

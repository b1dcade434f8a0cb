import { AppLink, useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'
import { useState } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import type { MemberRuleDefinition } from '../model/member-rules.ts'
import { ListPage, StackTable } from '../parts/list-page.tsx'
import { studioPaths } from '../paths.ts'
import { MemberRuleDrawer } from './member-rule-drawer.tsx'
import { useDraftedMemberRules } from './use-member-rules.ts'

const COLUMNS = ['rule', 'object', 'match', 'mapping', 'level'] as const

/** The rules that make people related staff by themselves. */
export function MemberRulesPage() {
  const { t } = useTexts('studio')
  const { rules, isPending } = useDraftedMemberRules()
  const [opened, setOpened] = useState<string | null>(null)
  return (
    <>
      <ListPage
        title={t('memberRules.title')}
        line={t('memberRules.line')}
        add={t('memberRules.add')}
        onAdd={() => setOpened('')}
        isPending={isPending}
        isEmpty={rules.length === 0}
        none={{ icon: 'usergroup-add', title: t('memberRules.none'), text: t('memberRules.noneText') }}
      >
        <StackTable heads={COLUMNS.map((column) => t(`memberRules.${column}`))}>
          {rules.map(({ definition, base }) => (
            <RuleLine key={definition.name} rule={definition} isPublished={base !== null} onOpen={setOpened} />
          ))}
        </StackTable>
      </ListPage>
      {opened === null ? null : <MemberRuleDrawer name={opened} onClose={() => setOpened(null)} />}
    </>
  )
}

interface LineProps {
  rule: MemberRuleDefinition
  isPublished: boolean
  onOpen: (name: string) => void
}

function RuleLine({ rule: { name, label, object, match, mapping, level = 'edit' }, isPublished, onOpen }: LineProps) {
  const { t, locale } = useTexts('studio')
  const objects = useStudioObjects()
  const of = objects.find((each) => each.name === mapping)
  const labelOf = (each: string): string => objects.find((one) => one.name === each)?.label[locale] ?? each
  return (
    <tr>
      <td>
        <button type="button" className="st-link" onClick={() => onOpen(name)}>
          {label?.[locale] ?? name}
        </button>
      </td>
      <td data-label={t('memberRules.object')}>{labelOf(object)}</td>
      <td data-label={t('memberRules.match')}>
        <div>
          {Object.entries(match).map(([key, { path, below }]) => (
            <div key={key} className="st-match-words">
              <code className="st-code">{path}</code> = {keyLabel(of, key, locale) ?? t('memberRules.itself')}
              {below ? <span className="st-faint"> {t('memberRules.belowToo')}</span> : null}
            </div>
          ))}
        </div>
      </td>
      <td data-label={t('memberRules.mapping')}>
        {isPublished ? (
          <AppLink to={studioPaths.mapping(name)} aria-label={t('memberRules.openMapping', { name: labelOf(mapping) })}>
            {labelOf(mapping)}
          </AppLink>
        ) : (
          labelOf(mapping)
        )}
      </td>
      <td data-label={t('memberRules.level')}>
        <Tag variant="filled">{t(`memberRules.levels.${level}`)}</Tag>
      </td>
    </tr>
  )
}

/** What a key of the mapping is called; undefined: its records are the values themselves. */
const keyLabel = (mapping: StudioObject | undefined, key: string, locale: 'en' | 'zh-CN'): string | undefined =>
  key === 'id' ? undefined : (mapping?.fields.find(({ name }) => name === key)?.label[locale] ?? key)

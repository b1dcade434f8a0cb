import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'

import { PointedProblem, pointerOf } from '../conversions/pointed.tsx'
import { PointedLabels } from '../conversions/pointed-labels.tsx'
import { changed, freeKey } from '../model/conversions.ts'
import { dropEntry } from '../model/record-types.ts'
import type { ApprovalStep } from './approval.ts'
import { TYPED } from './editing.ts'
import type { Part } from './editing.ts'
import { withoutGroup } from './edits.ts'
import { ModeField } from './mode-field.tsx'
import { useGroupWords } from './words.ts'

/** Groups of approvers with modes of their own: each of them has to agree. */
export function GroupsForm({ pointer, value, onChange }: Part<ApprovalStep>) {
  const { t } = useTexts('studio')
  const words = useGroupWords()
  const groups = value.groups ?? {}
  const put = (next: ApprovalStep['groups'], options?: { isTyping?: boolean }): void =>
    onChange(changed(value, { groups: next }), options)
  const add = (): void => put({ ...groups, [freeKey('group', Object.keys(groups))]: { mode: 'all' } })
  return (
    <section className="st-ap-entries" aria-label={t('ap.groups')} data-pointer={`${pointer}/groups`}>
      <h4 className="st-part-title">{t('ap.groups')}</h4>
      <p className="st-help">{t('ap.groupsHelp')}</p>
      {Object.entries(groups).map(([key, group]) => {
        const place = `${pointer}/groups${pointerOf(key)}`
        const label = words(key, group)
        return (
          <section key={key} className="st-ap-entry" aria-label={t('ap.groupOf', { label })}>
            <header>
              <span className="st-grow">{label}</span>
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={t('ap.drop', { label })}
                onClick={() => onChange(withoutGroup({ ...value, groups: dropEntry(groups, key) }, key))}
              />
            </header>
            <PointedProblem pointer={place} />
            <PointedLabels
              pointer={`${place}/label`}
              label={t('ap.groupLabel')}
              value={group.label}
              onChange={(next) => put({ ...groups, [key]: changed(group, { label: next }) }, TYPED)}
            />
            <ModeField
              pointer={`${place}/mode`}
              label={t('ap.mode')}
              value={group.mode ?? 'any'}
              onChange={(mode) => put({ ...groups, [key]: { ...group, mode } })}
            />
          </section>
        )
      })}
      <Button size="small" icon={<PlusOutlined />} onClick={add}>
        {t('ap.addGroup')}
      </Button>
    </section>
  )
}

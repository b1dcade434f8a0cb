import { DownOutlined } from '@ant-design/icons'
import { useNavigateTo, useTexts } from '@fieldwork/ui'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'

import { LayoutSettingsDialog, NewLayoutDialog } from '../layouts/layout-dialog.tsx'
import { useLayoutTitle, useObjectLayouts, useRecordTypes } from '../layouts/use-layouts.ts'
import { useRemoveLayout } from '../layouts/use-remove-layout.ts'
import type { LayoutDefinition } from '../model/definitions.ts'
import { studioPaths } from '../paths.ts'
import type { DesignerInput } from './use-designer-state.ts'

/** Which of the object's layouts is designed; the way to the others, and to new ones. */
export function LayoutChooser({ input, layout }: { input: DesignerInput; layout: LayoutDefinition }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { object, definition, purpose } = input
  const { layouts, taken, put } = useObjectLayouts(object.name)
  const types = useRecordTypes(object.name)
  const titleOf = useLayoutTitle()
  const removal = useRemoveLayout()
  const [dialog, setDialog] = useState<'new' | 'copy' | 'settings' | null>(null)
  const definitions = layouts.map((each) => each.definition)
  const known = layouts.find((each) => each.definition.name === layout.name)
  const close = (): void => setDialog(null)
  const remove = (): void =>
    removal(layout, titleOf(layout, types), () => {
      if (!known) return
      put(known, layout.name, null)
      navigate(studioPaths.object(object.name, 'layouts'))
    })
  const choices = definitions.filter((each) => each.purpose === purpose)
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          selectedKeys: [`open:${layout.name}`],
          items: [
            ...choices.map((each) => ({
              key: `open:${each.name}`,
              label: titleOf(each, types),
              onClick: () => navigate(studioPaths.layout(object.name, purpose, each.name)),
            })),
            { type: 'divider' as const },
            { key: 'settings', label: t('layouts.settings'), disabled: !known, onClick: () => setDialog('settings') },
            { key: 'new', label: t('layouts.new'), onClick: () => setDialog('new') },
            { key: 'copy', label: t('layouts.copyThis'), disabled: !known, onClick: () => setDialog('copy') },
            { key: 'remove', label: t('layouts.removeThis'), disabled: !known, danger: true, onClick: remove },
          ],
        }}
      >
        <Button className="st-layout-chooser" aria-label={t('layouts.choose', { label: titleOf(layout, types) })}>
          <span className="st-ellipsis">{titleOf(layout, types)}</span>
          <DownOutlined />
        </Button>
      </Dropdown>
      {dialog === 'new' || dialog === 'copy' ? (
        <NewLayoutDialog
          {...{ object, definition, layouts: definitions, types, taken, purpose }}
          recordType={undefined}
          from={dialog === 'copy' ? layout.name : undefined}
          onClose={close}
          onCreate={(next) => {
            put({ definition: next, origin: 'new', base: null }, next.name, next)
            navigate(studioPaths.layout(object.name, next.purpose, next.name))
          }}
        />
      ) : null}
      {dialog === 'settings' && known ? (
        <LayoutSettingsDialog
          layout={known.definition}
          layouts={definitions}
          types={types}
          onClose={close}
          onSave={(next) => {
            put(known, next.name, next)
            close()
          }}
        />
      ) : null}
    </>
  )
}

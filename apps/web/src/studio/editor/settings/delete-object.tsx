import { useNavigateTo, useTexts } from '@fieldwork/ui'
import { App, Button } from 'antd'

import { useLayouts } from '../../catalog/queries.ts'
import { useDraft, useDraftStore } from '../../draft/draft-provider.tsx'
import { documentKey } from '../../model/change-set.ts'
import type { DraftDocument } from '../../model/change-set.ts'
import type { Json } from '../../model/definitions.ts'
import { FormGroup } from '../../parts/form-field.tsx'
import { studioPaths } from '../../paths.ts'
import type { ObjectEditing } from '../object-editing.ts'

/** Removes an object of the workspace, and its layouts with it. */
export function DeleteObject({ editing }: { editing: ObjectEditing }) {
  const { t, locale } = useTexts('studio')
  const { modal } = App.useApp()
  const navigate = useNavigateTo()
  const remove = useRemoval(editing)
  const ask = (): void =>
    void modal.confirm({
      title: t('settings.deleteTitle', { label: editing.object.label[locale] }),
      content: t(editing.origin === 'new' ? 'settings.deleteNewText' : 'settings.deleteText'),
      okText: t('settings.delete'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        navigate(studioPaths.objects)
        remove()
      },
    })
  return (
    <FormGroup title={t('settings.danger')}>
      <Button danger onClick={ask}>
        {t('settings.delete')}
      </Button>
    </FormGroup>
  )
}

function useRemoval({ object, origin, base }: ObjectEditing): () => void {
  const store = useDraftStore()
  const { documents } = useDraft()
  const layouts = useLayouts().data
  const { name } = object
  const published = (layouts?.data ?? []).filter(
    (layout) => layout.object === name && layouts?.layers[layout.name]?.every((layer) => layer === 'workspace'),
  )
  const drafted = Object.values(documents).filter(
    (document) => document.kind === 'layout' && document.origin === 'new' && document.definition?.['object'] === name,
  )
  return () => {
    for (const { kind, name: layout } of drafted) store.drop(documentKey(kind, layout))
    for (const layout of published) store.put(deleted('layout', layout.name, { ...layout }))
    if (origin === 'new') store.drop(documentKey('object', name))
    else store.put(deleted('object', name, { ...base }))
  }
}

function deleted(kind: DraftDocument['kind'], name: string, base: Json): DraftDocument {
  return { kind, name, origin: 'own', base, definition: null }
}

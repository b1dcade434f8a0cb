import { PlusOutlined } from '@ant-design/icons'
import { EmptyState, FieldIcon, useNavigateTo, useTexts } from '@fieldwork/ui'
import { Button } from 'antd'
import { useState } from 'react'

import { useFieldTypes } from '../../catalog/field-types.ts'
import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { optionsOf, putField } from '../../model/object-edits.ts'
import type { NamedField } from '../../model/object-edits.ts'
import { relationsFrom, relationsTo } from '../../model/relations.ts'
import type { Relation } from '../../model/relations.ts'
import { NewObjectDialog } from '../../objects/new-object-dialog.tsx'
import { studioPaths } from '../../paths.ts'
import { FieldDrawer } from '../fields/field-drawer.tsx'
import { newFieldOf } from '../fields/new-field.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { withHierarchy } from './hierarchy.ts'
import { RelationCard } from './relation-card.tsx'
import type { RelationKind } from './relation-choices.ts'
import { RelationPalette } from './relation-palette.tsx'

/** What points to an object, and what it points to; the ways to relate it to others. */
export function RelationsTab({ editing }: { editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const objects = useStudioObjects()
  const [isChoosing, setChoosing] = useState(false)
  const [isAddingLines, setAddingLines] = useState(false)
  const [opened, setOpened] = useState<NamedField | null>(null)
  const start = useStart(editing, { onLines: () => setAddingLines(true), onField: setOpened })
  const incoming = relationsTo(objects, editing.object)
  const outgoing = relationsFrom(objects, editing.object)
  const hierarchy = optionsOf(editing.definition).hierarchy
  return (
    <>
      <div className="st-toolbar">
        <p className="st-muted st-grow">{t('relations.line')}</p>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setChoosing(true)}>
          {t('relations.add')}
        </Button>
      </div>
      {incoming.length + outgoing.length === 0 ? (
        <EmptyState icon="branches" title={t('relations.none')} text={t('relations.noneText')} />
      ) : (
        <Picture {...{ editing, incoming, outgoing }} onOpen={setOpened} />
      )}
      {isChoosing ? (
        <RelationPalette
          hasHierarchy={hierarchy !== undefined}
          onClose={() => setChoosing(false)}
          onChoose={(kind) => {
            setChoosing(false)
            start(kind)
          }}
        />
      ) : null}
      {isAddingLines ? <NewObjectDialog master={editing.object.name} onClose={() => setAddingLines(false)} /> : null}
      {opened ? (
        <FieldDrawer
          key={opened.name}
          editing={editing}
          field={opened}
          onClose={() => setOpened(null)}
          onSave={(field, isRequired) => {
            editing.edit(putField(editing.definition, field, isRequired))
            setOpened(null)
          }}
        />
      ) : null}
    </>
  )
}

/** What happens when a kind of relation was chosen. */
function useStart(
  { definition, edit, origin }: ObjectEditing,
  { onLines, onField }: { onLines: () => void; onField: (field: NamedField) => void },
): (kind: RelationKind) => void {
  const types = useFieldTypes()
  return (kind) => {
    if (kind === 'lines') onLines()
    else if (kind === 'hierarchy') edit(withHierarchy(definition, origin === 'shipped' ? 'x_parent' : 'parent'))
    else {
      const type = types.get(kind)
      if (type) onField({ name: '', property: newFieldOf(type) })
    }
  }
}

interface PictureProps {
  editing: ObjectEditing
  incoming: Relation[]
  outgoing: Relation[]
  onOpen: (field: NamedField) => void
}

/** The object in the middle, what points to it on the left, what it points to on the right. */
function Picture({ editing, incoming, outgoing, onOpen }: PictureProps) {
  const { t, locale } = useTexts('studio')
  const navigate = useNavigateTo()
  const { object, definition } = editing
  const hierarchy = optionsOf(definition).hierarchy
  const open = (name: string): void => {
    const property = definition.properties[name]
    if (property) onOpen({ name, property })
  }
  return (
    <div className="st-relations">
      <Side title={t('relations.incoming', { label: object.label[locale] })} none={t('relations.noneIncoming')}>
        {incoming.map((relation) => (
          <RelationCard
            key={`${relation.owner.name}.${relation.field.name}`}
            relation={relation}
            other={relation.owner}
            onOpen={() => navigate(studioPaths.object(relation.owner.name, 'fields', relation.field.name))}
          />
        ))}
      </Side>
      <div className="st-relations-centre" aria-hidden="true">
        <span className="st-object-icon">
          <FieldIcon name={object.icon} />
        </span>
        <strong>{object.label[locale]}</strong>
      </div>
      <Side title={t('relations.outgoing', { label: object.label[locale] })} none={t('relations.noneOutgoing')}>
        {outgoing.map((relation) => (
          <RelationCard
            key={relation.field.name}
            relation={relation}
            other={relation.targets.length === 1 ? relation.targets[0] : undefined}
            isHierarchy={relation.field.name === hierarchy}
            onOpen={() => open(relation.field.name)}
          />
        ))}
      </Side>
    </div>
  )
}

function Side({ title, none, children }: { title: string; none: string; children: React.ReactNode[] }) {
  return (
    <section aria-label={title}>
      <h3 className="st-group-title">{title}</h3>
      {children.length === 0 ? <p className="st-muted">{none}</p> : <ul className="st-relation-list">{children}</ul>}
    </section>
  )
}

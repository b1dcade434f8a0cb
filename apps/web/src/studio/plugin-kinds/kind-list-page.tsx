import { AppLink, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useState } from 'react'

import { DraftTags } from '../parts/draft-tags.tsx'
import { ListPage, StackTable } from '../parts/list-page.tsx'
import { NewDocumentDialog } from '../parts/new-document-dialog.tsx'
import { studioPaths } from '../paths.ts'
import { schemaParts, startingValues, valueWords } from './kind-schema.ts'
import { useKindDocuments } from './queries.ts'
import type { KindDocument, PluginKind } from './queries.ts'

const MOST_COLUMNS = 4

/** Every document of a kind that a plugin adds, with the first things that each says. */
export function KindListPage({ kind }: { kind: PluginKind }) {
  const { t, locale } = useTexts('studio')
  const { documents, isPending } = useKindDocuments(kind.name)
  const [isCreating, setCreating] = useState(false)
  const label = kind.label[locale]
  const parts = schemaParts(kind.schema, locale)
    .filter(({ isPlain }) => isPlain)
    .slice(0, MOST_COLUMNS)
  return (
    <>
      <ListPage
        title={label}
        line={kind.help?.[locale] ?? ''}
        add={t('pluginKinds.add', { label })}
        onAdd={() => setCreating(true)}
        isPending={isPending}
        isEmpty={documents.length === 0}
        none={{ icon: kind.icon, title: t('pluginKinds.none', { label }) }}
      >
        <StackTable heads={[t('pluginKinds.label'), ...parts.map((part) => part.label)]}>
          {documents.map((document) => {
            const { definition } = document
            return (
              <tr key={definition.name}>
                <td>
                  <AppLink to={studioPaths.kindDocument(kind.name, definition.name)} className="st-ap-name">
                    {definition.label?.[locale] || definition.name}
                  </AppLink>
                  <DraftTags document={document} />
                </td>
                {parts.map((part) => (
                  <td key={part.name} data-label={part.label}>
                    {valueWords(definition[part.name], t)}
                  </td>
                ))}
              </tr>
            )
          })}
        </StackTable>
      </ListPage>
      {isCreating ? <NewKindDialog kind={kind} onClose={() => setCreating(false)} /> : null}
    </>
  )
}

function NewKindDialog({ kind, onClose }: { kind: PluginKind; onClose: () => void }) {
  const { t, locale } = useTexts('studio')
  const navigate = useNavigateTo()
  const { documents, put } = useKindDocuments(kind.name)
  const label = kind.label[locale]
  const create = (named: Pick<KindDocument, 'name'>): void => {
    const definition: KindDocument = { ...startingValues(kind.schema), ...named }
    put({ definition, origin: 'new', base: null }, named.name, definition)
    navigate(studioPaths.kindDocument(kind.name, named.name))
  }
  return (
    <NewDocumentDialog
      words={{
        title: t('pluginKinds.add', { label }),
        create: t('pluginKinds.create'),
        label: t('pluginKinds.label'),
        labelMissing: t('pluginKinds.labelMissing'),
      }}
      fallback={kind.name.slice(kind.name.indexOf('.') + 1).replaceAll('-', '_')}
      taken={documents.map(({ definition }) => definition.name)}
      isComplete
      onCreate={create}
      onClose={onClose}
    >
      {() => null}
    </NewDocumentDialog>
  )
}

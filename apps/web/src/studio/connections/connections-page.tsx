import type { LocalizedText } from '@fieldwork/expressions'
import { AppLink, useNavigateTo, useTexts } from '@fieldwork/ui'
import { Input, Tag } from 'antd'
import { useState } from 'react'

import { DraftTags } from '../parts/draft-tags.tsx'
import { FormField } from '../parts/form-field.tsx'
import { ListPage, StackTable } from '../parts/list-page.tsx'
import { NewDocumentDialog } from '../parts/new-document-dialog.tsx'
import { studioPaths } from '../paths.ts'
import { hostOf } from './connection.ts'
import type { ConnectionDefinition } from './connection.ts'
import { useDraftedConnections, useSecrets } from './use-connections.ts'
import type { SecretName } from './use-connections.ts'

/** Every service outside: where it is, how calls log in, and which secrets are set. */
export function ConnectionsPage() {
  const { t, locale } = useTexts('studio')
  const { connections, isPending } = useDraftedConnections()
  const secrets = useSecrets().data
  const [isCreating, setCreating] = useState(false)
  return (
    <>
      <ListPage
        title={t('cn.title')}
        line={t('cn.line')}
        add={t('cn.add')}
        onAdd={() => setCreating(true)}
        isPending={isPending}
        isEmpty={connections.length === 0}
        none={{ icon: 'api', title: t('cn.none'), text: t('cn.noneText') }}
      >
        <StackTable heads={[t('cn.name'), t('cn.url'), t('cn.auth'), t('cn.secrets')]}>
          {connections.map((connection) => {
            const { name, label, baseUrl, auth } = connection.definition
            return (
              <tr key={name}>
                <td>
                  <AppLink to={studioPaths.connection(name)} className="st-ap-name">
                    {label?.[locale] || name}
                  </AppLink>
                  <DraftTags document={connection} />
                </td>
                <td data-label={t('cn.url')}>
                  <code className="st-code st-au-url">{baseUrl}</code>
                </td>
                <td data-label={t('cn.auth')}>{t(`cn.kinds.${auth?.type ?? 'none'}`)}</td>
                <td data-label={t('cn.secrets')}>
                  <SecretTags names={secrets?.get(name) ?? []} />
                </td>
              </tr>
            )
          })}
        </StackTable>
      </ListPage>
      {isCreating ? <NewConnectionDialog onClose={() => setCreating(false)} /> : null}
    </>
  )
}

function SecretTags({ names }: { names: SecretName[] }) {
  const { t } = useTexts('studio')
  if (names.length === 0) return <span className="st-muted">–</span>
  return names.map((name) => (
    <Tag key={name} variant="filled">
      {t(`cn.${name}`)}
    </Tag>
  ))
}

/** Asks what a connection is called and where the service is. */
function NewConnectionDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const { connections, put } = useDraftedConnections()
  const [baseUrl, setUrl] = useState('')
  const isAddress = /^https?:\/\//.test(baseUrl) && hostOf(baseUrl) !== null
  const create = (named: { name: string; label: LocalizedText }): void => {
    const definition: ConnectionDefinition = { ...named, baseUrl }
    put({ definition, origin: 'new', base: null }, named.name, definition)
    navigate(studioPaths.connection(named.name))
  }
  return (
    <NewDocumentDialog
      words={{
        title: t('cn.newTitle'),
        create: t('cn.create'),
        label: t('cn.label'),
        labelMissing: t('cn.labelMissing'),
      }}
      fallback="connection"
      taken={connections.map(({ definition }) => definition.name)}
      isComplete={isAddress}
      onCreate={create}
      onClose={onClose}
    >
      {(isTried) => (
        <FormField
          label={t('cn.url')}
          isRequired
          help={t('cn.urlHelp')}
          error={isTried && !isAddress ? t('cn.urlMissing') : null}
        >
          {(id) => (
            <Input
              id={id}
              placeholder="https://erp.example.com/api"
              value={baseUrl}
              onChange={({ target }) => setUrl(target.value.trim())}
            />
          )}
        </FormField>
      )}
    </NewDocumentDialog>
  )
}

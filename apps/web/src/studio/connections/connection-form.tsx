import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Input, InputNumber, Select } from 'antd'

import { TYPED } from '../approvals/editing.ts'
import type { Change } from '../approvals/editing.ts'
import { PointedField, PointedProblem } from '../conversions/pointed.tsx'
import { PointedLabels } from '../conversions/pointed-labels.tsx'
import { changed } from '../model/conversions.ts'
import { FormGroup } from '../parts/form-field.tsx'
import { AUTH_KINDS, AUTH_MEMBERS, hostOf } from './connection.ts'
import type { ConnectionDefinition } from './connection.ts'

interface ConnectionProps {
  connection: ConnectionDefinition
  edit: Change<ConnectionDefinition>
}

/** Where a service is and how calls log in there; secrets are no part of it. */
export function ConnectionForm(props: ConnectionProps) {
  const { t } = useTexts('studio')
  const { connection, edit } = props
  return (
    <section className="st-ap-form" aria-label={t('cn.settings')}>
      <PointedLabels
        pointer="/label"
        label={t('cn.label')}
        value={connection.label}
        onChange={(label) => edit(changed(connection, { label }), TYPED)}
      />
      <PointedLabels
        pointer="/description"
        label={t('cn.description')}
        isMultiline
        value={connection.description}
        onChange={(description) => edit(changed(connection, { description }), TYPED)}
      />
      <Place {...props} />
      <LogIn {...props} />
      <Headers {...props} />
    </section>
  )
}

function Place({ connection, edit }: ConnectionProps) {
  const { t } = useTexts('studio')
  const host = hostOf(connection.baseUrl)
  return (
    <FormGroup title={t('cn.where')}>
      <PointedField
        pointer="/baseUrl"
        label={t('cn.url')}
        isRequired
        help={host === null ? t('cn.urlHelp') : t('cn.hosts', { host })}
      >
        {(id) => (
          <Input
            id={id}
            value={connection.baseUrl}
            onChange={({ target }) => edit({ ...connection, baseUrl: target.value.trim() }, TYPED)}
          />
        )}
      </PointedField>
      <PointedField pointer="/timeoutMs" label={t('cn.timeout')} help={t('cn.timeoutHelp')}>
        {(id) => (
          <InputNumber
            id={id}
            min={100}
            max={60_000}
            step={500}
            precision={0}
            placeholder="10000"
            value={connection.timeoutMs ?? null}
            onChange={(timeoutMs) => edit(changed(connection, { timeoutMs: timeoutMs ?? undefined }), TYPED)}
          />
        )}
      </PointedField>
    </FormGroup>
  )
}

function LogIn({ connection, edit }: ConnectionProps) {
  const { t } = useTexts('studio')
  const auth = connection.auth ?? { type: 'none' as const }
  return (
    <FormGroup title={t('cn.how')}>
      <PointedField pointer="/auth/type" label={t('cn.auth')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            value={auth.type}
            options={AUTH_KINDS.map((kind) => ({ value: kind, label: t(`cn.kinds.${kind}`) }))}
            onChange={(type) => edit(changed(connection, { auth: type === 'none' ? undefined : { type } }))}
          />
        )}
      </PointedField>
      <PointedProblem pointer="/auth" />
      {AUTH_MEMBERS[auth.type].map((member) => (
        <PointedField
          key={member}
          pointer={`/auth/${member}`}
          label={t(`cn.${member}`)}
          isRequired={member !== 'scope'}
        >
          {(id) => (
            <Input
              id={id}
              autoComplete="off"
              value={auth[member] ?? ''}
              onChange={({ target }) =>
                edit({ ...connection, auth: changed(auth, { [member]: target.value.trim() }) }, TYPED)
              }
            />
          )}
        </PointedField>
      ))}
    </FormGroup>
  )
}

/** Kept in the order in which they were added. */
function Headers({ connection, edit }: ConnectionProps) {
  const { t } = useTexts('studio')
  const entries = Object.entries(connection.headers ?? {})
  const put = (next: [string, string][]): void =>
    edit(changed(connection, { headers: next.length === 0 ? undefined : Object.fromEntries(next) }), TYPED)
  return (
    <FormGroup title={t('cn.headers')} note={t('cn.headersHelp')}>
      <PointedProblem pointer="/headers" />
      {entries.map(([name, value], at) => (
        <div key={at} className="st-au-header" data-pointer={`/headers/${name}`}>
          <Input
            aria-label={t('cn.headerName')}
            value={name}
            onChange={({ target }) => put(entries.with(at, [target.value.trim(), value]))}
          />
          <Input
            aria-label={t('cn.headerValue')}
            value={value}
            onChange={({ target }) => put(entries.with(at, [name, target.value]))}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('cn.dropHeader', { name })}
            onClick={() => put(entries.toSpliced(at, 1))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() => put([...entries, [`X-Header-${entries.length + 1}`, '']])}
      >
        {t('cn.addHeader')}
      </Button>
    </FormGroup>
  )
}

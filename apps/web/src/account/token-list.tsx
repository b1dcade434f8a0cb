import { isApiProblem, useApi, useTexts } from '@fieldwork/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, InputNumber } from 'antd'
import { useState } from 'react'

import { AccountLine, AccountSection, useWhen } from './account-section.tsx'
import { useAccountList, useRemove } from './account-queries.ts'
import type { TokenInfo } from './account-queries.ts'

const EMPTY = { name: '', read_only: true, expires_in_days: 90 }

/** Tokens with which programs act in one's name. */
export function TokenList() {
  const { t } = useTexts('app')
  const when = useWhen()
  const tokens = useAccountList<TokenInfo>('/api/tokens').data ?? []
  const remove = useRemove()
  return (
    <AccountSection title={t('account.tokens')}>
      <p className="fw-muted">{t('account.tokensText')}</p>
      <ul className="fw-account-list">
        {tokens.map((token) => (
          <AccountLine
            key={token.id}
            title={token.name}
            note={[
              token.read_only ? t('account.tokenReadOnly') : null,
              token.expires_at ? t('account.expires', { when: when(token.expires_at) }) : null,
            ]
              .filter(Boolean)
              .join(' · ')}
            action={
              <Button size="small" onClick={() => remove.mutate(`/api/tokens/${token.id}`)}>
                {t('account.tokenRevoke')}
              </Button>
            }
          />
        ))}
      </ul>
      <NewToken />
    </AccountSection>
  )
}

function NewToken() {
  const { t } = useTexts('app')
  const api = useApi()
  const queries = useQueryClient()
  const [values, setValues] = useState(EMPTY)
  const make = useMutation({
    mutationFn: () => api.post<{ token: string }>('/api/tokens', values),
    onSuccess: () => {
      setValues(EMPTY)
      return queries.invalidateQueries({ queryKey: ['account'] })
    },
  })
  return (
    <form
      className="fw-account-new"
      onSubmit={(event) => {
        event.preventDefault()
        make.mutate()
      }}
    >
      {isApiProblem(make.error) ? <Alert type="error" showIcon title={make.error.message} /> : null}
      {make.data ? (
        <Alert
          type="success"
          showIcon
          title={t('account.tokenShown')}
          description={<code className="fw-secret">{make.data.token}</code>}
        />
      ) : null}
      <div className="fw-account-fields">
        <Input
          aria-label={t('account.tokenName')}
          placeholder={t('account.tokenName')}
          required
          value={values.name}
          onChange={(event) => setValues({ ...values, name: event.target.value })}
        />
        <InputNumber
          aria-label={t('account.tokenDays')}
          min={1}
          max={3650}
          suffix={t('account.tokenDays')}
          value={values.expires_in_days}
          onChange={(days) => setValues({ ...values, expires_in_days: days ?? EMPTY.expires_in_days })}
        />
        <Checkbox
          checked={values.read_only}
          onChange={(event) => setValues({ ...values, read_only: event.target.checked })}
        >
          {t('account.tokenReadOnly')}
        </Checkbox>
        <Button htmlType="submit" loading={make.isPending}>
          {t('account.tokenMake')}
        </Button>
      </div>
    </form>
  )
}

import { ProblemNote, isApiProblem, useTexts } from '@fieldwork/ui'
import { Alert, App, Button, Input, Select, Skeleton } from 'antd'
import { useId, useState } from 'react'

import { AccountSection } from './account-section.tsx'
import { useNewsChoices, useStoreChoices } from './news-choices.ts'
import type { NewsChoices, OwnChoices } from './news-choices.ts'
import { NewsMatrix, channelsFor } from './news-matrix.tsx'

/** Over which channels one's news go, besides the application itself. */
export function NewsSection() {
  const { t } = useTexts('app')
  const choices = useNewsChoices()
  return (
    <AccountSection title={t('account.news')}>
      <p className="fw-muted">{t('account.newsText')}</p>
      {choices.error ? <ProblemNote error={choices.error} onRetry={() => void choices.refetch()} /> : null}
      {choices.isPending ? <Skeleton active title={false} paragraph={{ rows: 3 }} /> : null}
      {choices.data ? <ChoicesForm known={choices.data} /> : null}
    </AccountSection>
  )
}

function ChoicesForm({ known }: { known: NewsChoices }) {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  const store = useStoreChoices()
  const [form, setForm] = useState<OwnChoices>({
    kinds: known.kinds,
    addresses: known.addresses,
    locale: known.locale,
  })
  const save = (): void => store.mutate(form, { onSuccess: () => void message.success(t('account.newsSaved')) })
  const asUsual = (kind: string): void => {
    const { [kind]: _own, ...kinds } = form.kinds
    setForm({ ...form, kinds })
  }
  return (
    <>
      {known.channels.length === 0 ? (
        <p className="fw-muted">{t('account.noChannels')}</p>
      ) : (
        <NewsMatrix
          label={t('account.news')}
          head={t('account.newsKind')}
          kinds={known.known}
          channels={known.channels}
          valueOf={(kind) => channelsFor(form.kinds, kind) ?? channelsFor(known.usual, kind) ?? []}
          onChange={(kind, channels) => setForm({ ...form, kinds: { ...form.kinds, [kind]: channels } })}
          after={(kind) =>
            form.kinds[kind] === undefined ? null : (
              <Button size="small" type="link" onClick={() => asUsual(kind)}>
                {t('account.asUsual')}
              </Button>
            )
          }
        />
      )}
      <Addresses form={form} onChange={setForm} />
      {store.error ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={
            isApiProblem(store.error) ? (store.error.problems[0]?.message ?? store.error.message) : store.error.message
          }
        />
      ) : null}
      <Button type="primary" loading={store.isPending} onClick={save}>
        {t('account.newsSave')}
      </Button>
    </>
  )
}

const USUAL = ''

function Addresses({ form, onChange }: { form: OwnChoices; onChange: (next: OwnChoices) => void }) {
  const { t } = useTexts('app')
  const id = useId()
  const put = (kind: 'mail' | 'phone', address: string): void => {
    const { [kind]: _old, ...rest } = form.addresses
    onChange({ ...form, addresses: address === '' ? rest : { ...rest, [kind]: address } })
  }
  return (
    <div className="fw-tell-addresses">
      {(['mail', 'phone'] as const).map((kind) => (
        <div key={kind}>
          <label htmlFor={`${id}${kind}`}>{t(`account.newsAddress.${kind}`)}</label>
          <Input
            id={`${id}${kind}`}
            placeholder={t('account.newsEmployee')}
            value={form.addresses[kind] ?? ''}
            onChange={({ target }) => put(kind, target.value.trim())}
          />
        </div>
      ))}
      <div>
        <label htmlFor={`${id}language`}>{t('account.newsLanguage')}</label>
        <Select
          id={`${id}language`}
          value={form.locale ?? USUAL}
          options={[
            { value: USUAL, label: t('account.newsUsualLanguage') },
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
          onChange={(locale) => onChange({ ...form, locale: locale === USUAL ? null : (locale as 'en' | 'zh-CN') })}
        />
      </div>
    </div>
  )
}

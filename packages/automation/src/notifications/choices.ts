import type { Queryable } from '@fieldwork/database'

/** Where the workspace keeps over which channels which kinds of news go as a rule. */
export const USUAL_CHANNELS = 'notification-channels'

/**
 * Channels by kind of news: `approval.task` as it is, `approval` for all that begin so, `*` for all others. None for
 * a kind: it is in the application's own list only.
 */
export type ChannelsByKind = Readonly<Record<string, readonly string[]>>

/** What somebody has chosen for himself. */
export interface Choices {
  kinds: ChannelsByKind
  /** where he is reached, in place of what his employee record says: by `mail`, `phone` */
  addresses: Readonly<Record<string, string>>
  /** null: as the workspace */
  locale: 'en' | 'zh-CN' | null
}

/** SQL for what a choice says of the kind of `n`; null where it says nothing. */
export const choiceIn = (kinds: string): string =>
  `${kinds} -> n.kind, ${kinds} -> split_part(n.kind, '.', 1), ${kinds} -> '*'`

const nothing: Choices = { kinds: {}, addresses: {}, locale: null }

export async function readChoices(db: Queryable, recipient: string): Promise<Choices> {
  const { rows } = await db.query<Choices & Record<string, unknown>>({
    text: 'select kinds, addresses, locale from fw_notification_choice where recipient = $1',
    values: [recipient],
  })
  return rows[0] ?? nothing
}

export async function storeChoices(db: Queryable, recipient: string, { kinds, addresses, locale }: Choices) {
  await db.query({
    text: `insert into fw_notification_choice (recipient, kinds, addresses, locale) values ($1, $2, $3, $4)
      on conflict (recipient) do update set kinds = excluded.kinds, addresses = excluded.addresses,
        locale = excluded.locale`,
    values: [recipient, JSON.stringify(kinds), JSON.stringify(addresses), locale],
  })
}

/** Over which channels news go where nobody has chosen. */
export async function readUsualChannels(db: Queryable): Promise<ChannelsByKind> {
  const { rows } = await db.query<{ value: ChannelsByKind }>({
    text: 'select value from fw_setting where key = $1',
    values: [USUAL_CHANNELS],
  })
  return rows[0]?.value ?? {}
}

export async function storeUsualChannels(db: Queryable, kinds: ChannelsByKind): Promise<void> {
  await db.query({
    text: `insert into fw_setting (key, value) values ($1, $2)
      on conflict (key) do update set value = excluded.value, updated_at = now()`,
    values: [USUAL_CHANNELS, JSON.stringify(kinds)],
  })
}

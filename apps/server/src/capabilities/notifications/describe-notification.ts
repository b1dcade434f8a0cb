import type { StoredNotification } from '@fieldwork/automation'
import { resolveText } from '../../http/locale.ts'
import type { Locale } from '../../http/locale.ts'

/** A notification in the reader's language. */
export function describeNotification(stored: StoredNotification, locale: Locale) {
  const { id, kind, title, body, about, link, actions, read_at, snoozed_until, created_at } = stored
  return {
    id,
    kind,
    title: resolveText(title, locale),
    body: resolveText(body, locale),
    about,
    link: link ?? (about ? `/o/${about.object}/${about.id}` : null),
    actions: actions.map((action) => ({ ...action, label: resolveText(action.label, locale) })),
    read_at,
    snoozed_until,
    created_at,
  }
}

import { useTexts } from '@fieldwork/ui'

import { SCOPES } from '../model/roles.ts'
import type { Cell } from '../model/roles.ts'
import { scopeKey } from './matrix-keys.ts'

/** Whose records, short and coloured; pale where it does not stand in the row itself. */
export function ScopeBadge({ cell }: { cell: Cell }) {
  const { t } = useTexts('studio')
  if (cell.scope === null) return <span className="st-scope-none">·</span>
  const isOwn = cell.from === 'own'
  return (
    <span className={`st-scope st-scope-${cell.scope} ${isOwn ? '' : 'st-scope-derived'}`}>
      {t(`role.short.${cell.scope}`)}
    </span>
  )
}

/** What the badges mean, with the keys that choose them. */
export function ScopeLegend() {
  const { t } = useTexts('studio')
  return (
    <ul className="st-legend" aria-label={t('role.legend')}>
      {SCOPES.map((scope) => (
        <li key={scope}>
          <ScopeBadge cell={{ scope, from: 'own' }} />
          <span>{t(`role.scopes.${scope}`)}</span>
          <kbd>{scopeKey(scope)}</kbd>
        </li>
      ))}
      <li>
        <ScopeBadge cell={{ scope: null, from: 'own' }} />
        <span>{t('role.scopes.nothing')}</span>
        <kbd>{t('role.deleteKey')}</kbd>
      </li>
      <li>
        <ScopeBadge cell={{ scope: 'all', from: 'others' }} />
        <span>{t('role.derived')}</span>
      </li>
    </ul>
  )
}

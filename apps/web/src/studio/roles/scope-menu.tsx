import { useTexts } from '@fieldwork/ui'
import { Dropdown } from 'antd'

import { SCOPES } from '../model/roles.ts'
import type { Scope } from '../model/roles.ts'
import { scopeKey } from './matrix-keys.ts'
import { ScopeBadge } from './scope-badge.tsx'
import type { Matrix } from './use-matrix.ts'

/** The scopes to choose from, under the cell that was clicked. */
export function ScopeMenu({ matrix }: { matrix: Matrix }) {
  const { t } = useTexts('studio')
  if (matrix.menu === null) return null
  const choose = (scope: Scope | null): void => {
    matrix.setScope(scope)
    matrix.closeMenu()
  }
  const item = (scope: Scope | null) => ({
    key: scope ?? '',
    label: (
      <span className="st-scope-choice">
        <ScopeBadge cell={{ scope, from: 'own' }} />
        <span>{t(`role.scopes.${scope ?? 'nothing'}`)}</span>
        <kbd>{scope === null ? t('role.deleteKey') : scopeKey(scope)}</kbd>
      </span>
    ),
    onClick: () => choose(scope),
  })
  return (
    <Dropdown
      open
      autoFocus
      trigger={['click']}
      menu={{ items: [...SCOPES.map(item), item(null)], 'aria-label': t('role.chooseScope') }}
      onOpenChange={(isOpen) => (isOpen ? undefined : matrix.closeMenu())}
    >
      <span className="st-scope-anchor" style={matrix.menu} />
    </Dropdown>
  )
}

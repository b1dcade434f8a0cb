import { definePluginWeb } from '@fieldwork/ui/plugin'

import { PoolButtons } from './pool-buttons.tsx'
import { PoolPage } from './pool-page.tsx'
import { PoolPanel } from './pool-panel.tsx'
import { PoolTile } from './pool-tile.tsx'
import './pool.css'

/** The public pool in the browser: its page, a tile, and what a customer’s page says and offers. */
export default definePluginWeb({
  pages: { pool: PoolPage },
  tiles: { figures: PoolTile },
  buttons: { actions: PoolButtons },
  panels: { standing: PoolPanel },
})

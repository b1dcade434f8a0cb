import { definePlugin } from '@fieldwork/plugin-sdk'
import { assignRoute, claimRoute } from './src/claims.ts'
import { contactHook, ownerHook } from './src/hooks.ts'
import { limitsRoute, releaseRoute, standingRoute } from './src/standing.ts'
import { sweepPool } from './src/sweep.ts'

/** Customers whom nobody follows go back to all: warnings, the public pool, claims with limits (PROC-11 to 13). */
export default definePlugin({
  url: import.meta.url,
  name: 'public-pool',
  version: '1.1.0',
  label: { en: 'Public pool', 'zh-CN': '客户公海' },
  help: {
    en: 'Warns of customers that nobody follows, gives them back to the pool, and lets people claim them',
    'zh-CN': '对无人跟进的客户报警并自动退回公海，支持领取与分配',
  },
  requires: { crm: '>=0.1.0' },
  hooks: { before: [ownerHook], after: [contactHook] },
  routes: [claimRoute, assignRoute, releaseRoute, standingRoute, limitsRoute],
  web: {
    pages: { pool: { label: { en: 'Public pool', 'zh-CN': '客户公海' }, icon: 'retweet', app: 'sales' } },
    tiles: { figures: { label: { en: 'Public pool', 'zh-CN': '客户公海' } } },
    buttons: { actions: { object: 'customer' } },
    panels: { standing: { object: 'customer', label: { en: 'Public pool', 'zh-CN': '公海状态' } } },
  },
  schedules: { sweep: { cron: '10 0 * * *', run: sweepPool } },
})

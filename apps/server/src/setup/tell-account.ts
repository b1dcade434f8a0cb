import { notify } from '@fieldwork/automation'
import { accountNews, accountWarning } from '../identity/index.ts'
import type { TellAccount } from '../identity/index.ts'

/** By mail as well, whatever has been chosen: whoever took an account over reads what is told inside, and may choose. */
export const tellAccount: TellAccount = async (tx, userId, change) => {
  await notify(tx, {
    to: [userId],
    kind: `account.${change}`,
    title: accountNews[change],
    body: accountWarning,
    link: '/account',
    chosen: ['mail'],
  })
}

// `npm run bench`: the load comparison; see apps/cli/src/bench/main.ts.
import { register } from 'tsx/esm/api'

register()
await import('../src/bench/main.ts')

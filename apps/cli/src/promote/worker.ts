import { ConfigError, LauncherError, readConfig, startWorker } from '@fieldwork/server'
import type { CommandInput } from './command.ts'

/** Does background work until it is told to stop; the second signal does not wait. */
export async function worker({ env, say }: Pick<CommandInput, 'env' | 'say'>): Promise<number> {
  try {
    const config = readConfig(env)
    const running = await startWorker(config, say)
    say(`Working on ${config.workerJobs} jobs at a time / 正在处理后台作业`)
    await untilSignal()
    await running.stop()
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof LauncherError)) throw error
    console.error(error.message)
    return 1
  }
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false
    const stop = (): void => {
      if (isStopping) process.exit(1)
      isStopping = true
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}

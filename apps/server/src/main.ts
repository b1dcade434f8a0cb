import { AppError } from '@fieldwork/metadata'
import { ConfigError, readConfig, settings } from './config.ts'
import { LauncherError } from './launcher/index.ts'
import { writeGreeting } from './setup/greeting.ts'
import { writeRefusal } from './setup/refusal-text.ts'
import { startServer, type RunningServer } from './start-server.ts'

const say = (text: string) => void process.stdout.write(text)

if (process.argv.includes('--help') || process.argv.includes('-h')) say(writeHelp())
else await run()

async function run(): Promise<void> {
  try {
    const config = readConfig(process.env)
    const server = await startServer(config, (line) => say(`· ${line}\n`))
    stopOnSignal(server)
    say(writeGreeting(server.address, server.firstStart))
  } catch (error) {
    const isRefusal = error instanceof AppError
    if (!(isRefusal || error instanceof ConfigError || error instanceof LauncherError)) throw error
    process.stderr.write(`${isRefusal ? writeRefusal(error) : error.message}\n`)
    process.exitCode = 1
  }
}

/** The second signal does not wait. */
function stopOnSignal(server: RunningServer): void {
  let isStopping = false
  const stop = async () => {
    if (isStopping) process.exit(1)
    isStopping = true
    await server.stop()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

function writeHelp(): string {
  const lines = settings.map(({ name, default: fallback, help }) => {
    return `  ${name.padEnd(22)}${help.en}\n${' '.repeat(24)}${help['zh-CN']}  [${fallback || '-'}]`
  })
  return `npm start\n\nSettings, read from the environment / 设置（环境变量）:\n\n${lines.join('\n')}\n`
}

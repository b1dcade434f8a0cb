import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A message as a mail server took it. */
export interface TakenMail {
  from: string
  to: string[]
  /** headers and body, as they came */
  text: string
}

/** A mail server that keeps what it is given. `answer` says what it answers to the end of a message, such as `451 later`. */
export async function startMailServer(answer: (mail: TakenMail) => string = () => '250 ok') {
  const taken: TakenMail[] = []
  const server = createServer((socket) => talk(socket, { taken, answer }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    taken,
    url: `smtp://127.0.0.1:${port}/?ignoreTLS=true`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

function talk(socket: Socket, { taken, answer }: { taken: TakenMail[]; answer(mail: TakenMail): string }): void {
  let mail: TakenMail = { from: '', to: [], text: '' }
  let isBody = false
  let rest = ''
  const say = (line: string) => socket.write(`${line}\r\n`)
  const hear = (line: string): void => {
    const word = line.slice(0, 4).toUpperCase()
    if (word === 'MAIL') mail = { from: line.slice(10), to: [], text: '' }
    if (word === 'RCPT') mail.to.push(/<(.*)>/.exec(line)?.[1] ?? '')
    if (word === 'DATA') isBody = true
    if (word === 'QUIT') return void socket.end('221 bye\r\n')
    say(word === 'DATA' ? '354 go on' : '250 ok')
  }
  const end = (): void => {
    isBody = false
    const said = answer(mail)
    if (said.startsWith('250')) taken.push(mail)
    say(said)
  }
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString()).split('\r\n')
    rest = lines.pop()!
    for (const line of lines) {
      if (!isBody) hear(line)
      else if (line === '.') end()
      else mail.text += `${line}\r\n`
    }
  })
  say('220 here')
}

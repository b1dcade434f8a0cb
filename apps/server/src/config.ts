import { resolve } from 'node:path'
import type { S3Settings } from '@fieldwork/records'
import { checkRanges } from './identity/addresses.ts'

/** One setting, read from the environment variable of its name. */
export interface Setting {
  name: string
  default: string
  help: { en: string; 'zh-CN': string }
}

/** What the server is started with. */
export interface Config {
  port: number
  host: string
  /** absolute path of the folder with the bundled database and files */
  dataDir: string
  /** null: the bundled PostgreSQL */
  databaseUrl: string | null
  databaseConnections: number
  /** jobs that this process does at a time; 0: it does none */
  workerJobs: number
  adminPassword: string | null
  demo: boolean
  /** shipped packages that a new workspace gets beside the platform */
  packages: string[]
  /** folders of plugins beside those of the program */
  plugins: string[]
  demoPassword: string | null
  logLevel: LogLevel
  timeZone: string
  workspaceName: string
  /** behind a proxy that sets X-Forwarded-For: callers' addresses come from it; a list: from these proxies only */
  trustProxy: boolean | string[]
  secureCookies: boolean
  sessionHours: number
  /** every session ends after so many hours, used or not */
  sessionMaxHours: number
  /** what the keys are made of that seal secrets, the newest first; none: one in `dataDir` */
  secretKeys: string[]
  /** where people reach the server, e.g. `https://crm.example.com`; null: this computer */
  publicUrl: string | null
  /** single sign-on; null: what is set in the workspace, if anything */
  oidc: OidcSettings | null
  /** where mail is handed in; null: it is put into files in `dataDir` */
  smtpUrl: string | null
  /** the sender of mail */
  mailFrom: string
  /** outgoing calls may reach these hosts although their addresses are private; `*`: every host */
  outgoingPrivateHosts: string[]
  /** accept upgrades of packages that can lose data, and older releases than the workspace has */
  confirmUpgrade: boolean
  /** by which `/metrics` is read from other computers; null: only from this one */
  metricsToken: string | null
  /** requests a minute of one caller; null: as many as the machine can answer */
  rateLimit: number | null
  /** rows that one export may have where the caller's roles do not say; null: any number */
  exportRows: number | null
  /** rows that one printed list may have where the caller's roles do not say */
  printRows: number
  /** path of the font for everything that is printed; null: what is shipped */
  pdfFont: string | null
  /** days that deleted records are kept; null: for ever */
  recycleDays: number | null
  /** null: files are kept in `dataDir` */
  s3: S3Settings | null
  /** size of one file at most */
  maxFileMb: number
}

/** A connection to an OpenID provider. */
export interface OidcSettings {
  issuer: string
  clientId: string
  clientSecret: string
  /** on the button */
  label: string
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Every setting of the server, in the order in which help prints them. */
export const settings: readonly Setting[] = [
  setting('PORT', '3000', 'Port of the web app and the API', '网页与接口的端口'),
  setting('HOST', '127.0.0.1', 'Address to listen on; 0.0.0.0 for every network', '监听地址；0.0.0.0 表示所有网络'),
  setting('DATA_DIR', '.data', 'Folder of the bundled database and files', '内置数据库与文件所在目录'),
  setting(
    'DATABASE_URL',
    '',
    'PostgreSQL 15 or newer to use instead of the bundled one',
    '使用外部 PostgreSQL（15 或更新），代替内置数据库',
  ),
  setting('DATABASE_CONNECTIONS', '14', 'Most connections to the database', '数据库连接数上限'),
  setting(
    'WORKER',
    '4',
    'Jobs (workflows, deadlines …) that this process does at a time; 0: none, other processes do them',
    '本进程同时处理的后台作业数（工作流、时限等）；0 表示不处理，由其他进程处理',
  ),
  setting(
    'ADMIN_PASSWORD',
    '',
    'Password of "admin", used at first start only; empty: a random one is printed once',
    '管理员 admin 的密码，仅首次启动时使用；留空则随机生成并显示一次',
  ),
  setting(
    'PACKAGES',
    'platform,crm',
    'Shipped packages to install, with commas; `platform` is always there, and installed ones stay',
    '要安装的内置软件包，以逗号分隔；platform 总会安装，已安装的软件包保留不变',
  ),
  setting(
    'PLUGINS',
    '',
    'Folders of plugins beside those in plugins/, with commas; each holds a plugin.ts',
    '除 plugins/ 目录外的插件目录，以逗号分隔；每个目录含一个 plugin.ts',
  ),
  setting('DEMO', '1', '0 leaves out the sample data and sample users', '0 表示不载入示例数据与示例用户'),
  setting(
    'DEMO_PASSWORD',
    '',
    'Password of the sample users, used at first start only; empty: a random one is printed once',
    '示例用户的密码，仅首次启动时使用；留空则随机生成并显示一次',
  ),
  setting('WORKSPACE_NAME', 'Fieldwork', 'Name shown in the web app', '网页上显示的工作区名称'),
  setting('TIME_ZONE', 'Asia/Shanghai', 'Time zone of the workspace', '工作区的时区'),
  setting(
    'SESSION_HOURS',
    '12',
    'Hours after which an unused login ends, e.g. 0.5',
    '登录闲置多少小时后失效，例如 0.5',
  ),
  setting(
    'SESSION_MAX_HOURS',
    '12',
    'Hours after which every login ends, used or not',
    '每次登录最长有效小时数（无论是否使用）',
  ),
  setting(
    'SECRET_KEY',
    '',
    'Seals stored secrets (seeds of second factors, of sign-on); at least 32 characters, after a comma older ones; empty: DATA_DIR/secret.key',
    '用于加密保存的机密（第二重验证种子、单点登录密钥）；至少 32 个字符，旧值写在逗号之后；留空则使用 DATA_DIR/secret.key',
  ),
  setting(
    'PUBLIC_URL',
    '',
    'Where people reach the server, e.g. https://crm.example.com; needed for single sign-on',
    '用户访问本服务的地址，例如 https://crm.example.com；单点登录需要此设置',
  ),
  setting(
    'OIDC_ISSUER',
    '',
    'Single sign-on: issuer address of the OpenID provider',
    '单点登录：OpenID 服务的 issuer 地址',
  ),
  setting('OIDC_CLIENT_ID', '', 'Single sign-on: client id', '单点登录：客户端 ID'),
  setting('OIDC_CLIENT_SECRET', '', 'Single sign-on: client secret', '单点登录：客户端密钥'),
  setting('OIDC_LABEL', 'SSO', 'Single sign-on: words on the button', '单点登录：按钮文字'),
  setting(
    'SMTP_URL',
    '',
    'Mail server, e.g. smtps://user:password@mail.example.com; empty: mail is put into files in DATA_DIR/outbox',
    '邮件服务器，例如 smtps://user:password@mail.example.com；留空则邮件写入 DATA_DIR/outbox',
  ),
  setting('MAIL_FROM', 'Fieldwork <fieldwork@localhost>', 'Sender of mail', '邮件的发件人'),
  setting(
    'OUTGOING_PRIVATE_HOSTS',
    '',
    'Hosts with private addresses that outgoing calls may reach, with commas; * for all',
    '允许外部调用访问的内网主机，以逗号分隔；* 表示全部',
  ),
  setting(
    'RATE_LIMIT',
    '0',
    'API requests a minute of one user (of one address before login); 0: no limit',
    '每个用户（登录前为每个地址）每分钟的接口请求数；0 表示不限',
  ),
  setting(
    'METRICS_TOKEN',
    '',
    'Bearer token with which Prometheus reads /metrics; empty: only from this computer, and administrators',
    'Prometheus 读取 /metrics 所用的 Bearer 令牌；留空则仅限本机与管理员',
  ),
  setting(
    'TRUST_PROXY',
    '0',
    'Addresses and ranges of the reverse proxies whose X-Forwarded-For is believed, with commas; 1: every proxy',
    '可信反向代理的地址或地址段（读取其 X-Forwarded-For），以逗号分隔；1 表示信任所有代理',
  ),
  setting('SECURE_COOKIES', '0', '1 sends cookies over HTTPS only', '1 表示 Cookie 仅通过 HTTPS 发送'),
  setting(
    'CONFIRM_UPGRADE',
    '0',
    '1 accepts package upgrades that can lose data, and going back to older packages',
    '设为 1 表示接受可能丢失数据的软件包升级，以及退回旧版软件包',
  ),
  setting(
    'EXPORT_ROWS',
    '50000',
    'Rows of one export at most, where no role of the user says otherwise; 0: no limit',
    '单次导出的最大行数（用户角色未另行规定时）；0 表示不限',
  ),
  setting(
    'PRINT_ROWS',
    '500',
    'Rows of one printed list at most, where no role of the user says otherwise',
    '单次打印列表的最大行数（用户角色未另行规定时）',
  ),
  setting(
    'PDF_FONT',
    '',
    'Font of printed files (TTF or OTF) instead of the shipped one',
    'PDF 打印使用的字体文件（TTF 或 OTF），替代自带字体',
  ),
  setting(
    'RECYCLE_DAYS',
    '0',
    'Days after which deleted records are deleted for good; 0: never',
    '回收站中的记录保留多少天后彻底删除；0 表示永久保留',
  ),
  setting('MAX_FILE_MB', '100', 'Size of an uploaded file at most, in MB', '单个上传文件的大小上限（MB）'),
  setting(
    'FILE_STORE',
    'disk',
    'Where files are kept: disk (in DATA_DIR) or s3 (with the settings below)',
    '文件存放位置：disk（DATA_DIR 内）或 s3（见以下设置）',
  ),
  setting('S3_BUCKET', '', 'Bucket for files', '存放文件的存储桶'),
  setting('S3_REGION', 'us-east-1', 'Region of the bucket', '存储桶所在区域'),
  setting(
    'S3_ENDPOINT',
    '',
    'Address of an S3-compatible server; empty: Amazon S3',
    '兼容 S3 的服务地址；留空为 Amazon S3',
  ),
  setting('S3_ACCESS_KEY', '', 'Access key for the bucket', '存储桶的访问密钥 ID'),
  setting('S3_SECRET_KEY', '', 'Secret key for the bucket', '存储桶的访问密钥'),
  setting('LOG_LEVEL', 'warn', `One of ${LOG_LEVELS.join(', ')}`, `可选值：${LOG_LEVELS.join('、')}`),
]

/** Settings that do not mean anything, all of them at once. */
export class ConfigError extends Error {}

/**
 * Reads the settings.
 *
 * @param env usually `process.env`; an empty value counts as unset
 * @throws ConfigError naming every setting that cannot be read
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const reader = createReader(env)
  const config: Config = {
    port: reader.integer('PORT', 0, 65_535),
    host: reader.text('HOST'),
    dataDir: resolve(reader.text('DATA_DIR')),
    databaseUrl: reader.optional('DATABASE_URL'),
    databaseConnections: reader.integer('DATABASE_CONNECTIONS', 1, 500),
    workerJobs: reader.integer('WORKER', 0, 200),
    adminPassword: reader.optional('ADMIN_PASSWORD'),
    demo: reader.flag('DEMO'),
    packages: reader.list('PACKAGES'),
    plugins: reader.list('PLUGINS'),
    demoPassword: reader.optional('DEMO_PASSWORD'),
    workspaceName: reader.text('WORKSPACE_NAME'),
    timeZone: reader.timeZone('TIME_ZONE'),
    sessionHours: reader.number('SESSION_HOURS', 0.05, 8_760),
    sessionMaxHours: reader.number('SESSION_MAX_HOURS', 0.05, 8_760),
    secretKeys: readSecretKeys(reader),
    publicUrl: readPublicUrl(reader),
    oidc: readOidc(reader),
    smtpUrl: readSmtp(reader),
    mailFrom: reader.text('MAIL_FROM'),
    outgoingPrivateHosts: reader.list('OUTGOING_PRIVATE_HOSTS'),
    metricsToken: reader.optional('METRICS_TOKEN'),
    rateLimit: reader.integer('RATE_LIMIT', 0, 10_000_000) || null,
    trustProxy: readTrust(reader),
    secureCookies: reader.flag('SECURE_COOKIES'),
    confirmUpgrade: reader.flag('CONFIRM_UPGRADE'),
    logLevel: reader.oneOf('LOG_LEVEL', LOG_LEVELS),
    exportRows: reader.integer('EXPORT_ROWS', 0, 100_000_000) || null,
    printRows: reader.integer('PRINT_ROWS', 1, 10_000),
    pdfFont: reader.optional('PDF_FONT'),
    recycleDays: reader.integer('RECYCLE_DAYS', 0, 36_500) || null,
    maxFileMb: reader.integer('MAX_FILE_MB', 1, 10_240),
    s3: readS3(reader),
  }
  if (reader.problems.length > 0) throw new ConfigError(reader.problems.join('\n'))
  return config
}

function setting(name: string, fallback: string, en: string, zh: string): Setting {
  return { name, default: fallback, help: { en, 'zh-CN': zh } }
}

function createReader(env: Record<string, string | undefined>) {
  const problems: string[] = []
  const text = (name: string) => env[name] || (settings.find((entry) => entry.name === name)?.default ?? '')
  const refuse = (name: string, expected: string) => {
    problems.push(`${name}: expected ${expected}, found "${text(name)}"`)
  }
  return {
    problems,
    text,
    optional: (name: string) => text(name) || null,
    required(name: string): string {
      if (text(name) === '') refuse(name, 'a value')
      return text(name)
    },
    integer(name: string, least: number, most: number): number {
      const value = Number(text(name))
      if (!Number.isInteger(value) || value < least || value > most) refuse(name, `a number from ${least} to ${most}`)
      return value
    },
    number(name: string, least: number, most: number): number {
      const value = Number(text(name))
      if (!(value >= least && value <= most)) refuse(name, `a number from ${least} to ${most}`)
      return value
    },
    list: (name: string): string[] =>
      text(name)
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    refuse,
    flag(name: string): boolean {
      if (!/^(?:0|1|true|false)$/.test(text(name))) refuse(name, '0 or 1')
      return text(name) === '1' || text(name) === 'true'
    },
    oneOf<T extends string>(name: string, values: readonly T[]): T {
      const found = values.find((value) => value === text(name))
      if (found === undefined) refuse(name, `one of ${values.join(', ')}`)
      return found ?? values[0]!
    },
    timeZone(name: string): string {
      if (!isTimeZone(text(name))) refuse(name, 'a time zone such as Asia/Shanghai')
      return text(name)
    },
  }
}

type Reader = ReturnType<typeof createReader>

/** Proxies by address; `1` believes whoever sends the header. */
function readTrust(reader: Reader): boolean | string[] {
  if (/^(?:0|1|true|false)$/.test(reader.text('TRUST_PROXY'))) return reader.flag('TRUST_PROXY')
  const proxies = reader.list('TRUST_PROXY')
  if (checkRanges(proxies, '').length > 0) reader.refuse('TRUST_PROXY', '0, 1 or addresses and ranges with commas')
  return proxies
}

function readSecretKeys(reader: Reader): string[] {
  const keys = reader.list('SECRET_KEY')
  // the value itself must not be printed
  if (keys.some((key) => key.length < 32)) reader.problems.push('SECRET_KEY: expected at least 32 characters')
  return keys
}

function readPublicUrl(reader: Reader): string | null {
  const text = reader.optional('PUBLIC_URL')
  if (text === null) return null
  if (!/^https?:\/\/[^/?#]+\/?$/.test(text)) reader.refuse('PUBLIC_URL', 'an address such as https://crm.example.com')
  return text.replace(/\/$/, '')
}

function readSmtp(reader: Reader): string | null {
  const text = reader.optional('SMTP_URL')
  // the value itself may hold a password
  if (text !== null && !/^smtps?:\/\/[^/\s]+\S*$/.test(text))
    reader.problems.push('SMTP_URL: expected an address such as smtps://user:password@mail.example.com')
  return text
}

function readOidc(reader: Reader): OidcSettings | null {
  const issuer = reader.optional('OIDC_ISSUER')
  if (issuer === null) return null
  return {
    issuer,
    clientId: reader.required('OIDC_CLIENT_ID'),
    clientSecret: reader.required('OIDC_CLIENT_SECRET'),
    label: reader.text('OIDC_LABEL'),
  }
}

/** null: files are kept on disk */
function readS3(reader: ReturnType<typeof createReader>): S3Settings | null {
  if (reader.oneOf('FILE_STORE', ['disk', 's3']) === 'disk') return null
  return {
    bucket: reader.required('S3_BUCKET'),
    region: reader.text('S3_REGION'),
    endpoint: reader.optional('S3_ENDPOINT'),
    accessKey: reader.required('S3_ACCESS_KEY'),
    secretKey: reader.required('S3_SECRET_KEY'),
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}

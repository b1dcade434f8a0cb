const PASSED_ON = ['PATH', 'TZ', 'SystemRoot']

/** The environment of PostgreSQL's programs: ours could hold PG* or LC_* variables that change what they do. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const passed = PASSED_ON.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]])
  return { ...Object.fromEntries(passed), LC_ALL: 'C' }
}

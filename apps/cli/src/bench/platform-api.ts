/** Who calls the platform's API. */
export interface Session {
  cookie: string
  csrf: string
}

export async function login(url: string, username: string, password: string): Promise<Session> {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  if (!answer.ok) throw new Error(`login of ${username}: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return { cookie, csrf: ((await answer.json()) as { csrf: string }).csrf }
}

/** Posts to the platform, and throws where it refuses. */
export async function call(
  url: string,
  path: string,
  { session, body }: { session: Session; body: unknown },
): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json', cookie: session.cookie, 'x-csrf-token': session.csrf }
  const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Record<string, unknown>
}

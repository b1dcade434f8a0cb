/** What is asked of a person with everything else: his part of the organisation, and whether he has left it. */
export interface PersonSql {
  facts(user: string): string
  hasLeft(user: string): string
}

const person = ({ facts }: PersonSql, user: string): string =>
  `u.id as user_id, u.username, u.name, u.roles, (select epoch::float8 from fw_acl) as epoch, ${facts(user)} as facts`

const mayCall = ({ hasLeft }: PersonSql, user: string): string =>
  `u.active and u.deleted_at is null and not ${hasLeft(user)}`

/** Statements that depend on the metadata. */
export const personStatements = (sql: PersonSql) => ({
  userOfSession: `
    select s.token_hash as id, s.last_seen_at < now() - interval '1 minute' as renew, ${person(sql, 's.user_id')}
    from fw_session s join "user" u on u.id = s.user_id
    where s.token_hash = $1 and s.expires_at > now() and ${mayCall(sql, 's.user_id')}`,

  userOfToken: `
    select t.id, t.last_used_at is null or t.last_used_at < now() - interval '1 minute' as renew,
      ${person(sql, 't.user_id')}
    from fw_token t join "user" u on u.id = t.user_id
    where t.token_hash = $1 and (t.expires_at is null or t.expires_at > now()) and t.revoked_at is null
      and ${mayCall(sql, 't.user_id')}`,

  userById: `select ${person(sql, '$1::uuid')} from "user" u where u.id = $1 and ${mayCall(sql, '$1::uuid')}`,

  account: `
    select i.user_id, i.password_hash, ${mayCall(sql, 'i.user_id')} as active
    from fw_identity i join "user" u on u.id = i.user_id where lower(i.username) = lower($1)`,
})

/** All else that the identity part asks of the database. `user` is written here because its roles and login are not fields. */
export const statements = {
  renewSession: `update fw_session set last_seen_at = now(), expires_at = now() + $2::interval where token_hash = $1`,

  touchToken: `update fw_token set last_used_at = now() where id = $1`,

  accountOfUser: `select i.username from fw_identity i where i.user_id = $1`,

  /** no row: locked at this moment, so even a right password does not open it */
  admit: `
    update fw_identity set failed_attempts = 0, locked_until = null, last_login_at = now()
    where user_id = $1 and (locked_until is null or locked_until <= now()) returning user_id`,

  /** `was_locked`: this attempt did not count, the account had been locked before */
  countFailure: `
    with before as (select user_id, locked_until > now() as locked from fw_identity where user_id = $1 for update)
    update fw_identity i set
      failed_attempts = case when i.locked_until is null then i.failed_attempts + 1 when before.locked
        then i.failed_attempts else 1 end,
      locked_until = case when before.locked then i.locked_until
        when i.locked_until is null and i.failed_attempts + 1 >= $2 then now() + $3::interval end
    from before where i.user_id = before.user_id
    returning coalesce(before.locked, false) as was_locked`,

  addSession: `
    insert into fw_session (token_hash, user_id, csrf, expires_at, address, agent)
    values ($1, $2, $3, now() + $4::interval, $5, $6)`,

  endSession: `delete from fw_session where token_hash = $1`,
  endSessionsOfUser: `delete from fw_session where user_id = $1 and token_hash is distinct from $2`,
  endOldSessions: `delete from fw_session where expires_at < now()`,

  addToken: `
    insert into fw_token (id, user_id, name, token_hash, expires_at)
    values ($1, $2, $3, $4, now() + $5::interval) returning expires_at`,

  tokensOfUser: `
    select id, name, created_at, expires_at, last_used_at from fw_token
    where user_id = $1 and revoked_at is null order by created_at desc, id`,

  revokeToken: `
    update fw_token set revoked_at = now() where id = $1 and user_id = $2 and revoked_at is null returning id`,

  users: `
    select u.id, u.username, u.name, u.roles, u.active, u.employee, u.version, u.created_at, i.last_login_at,
      coalesce(i.locked_until > now(), false) as locked
    from "user" u left join fw_identity i on i.user_id = u.id
    where u.deleted_at is null and ($1::uuid is null or u.id = $1) order by u.username`,

  revision: `select revision::float8 as revision from fw_revision`,

  isUsernameTaken: `select from fw_identity where lower(username) = lower($1)`,

  addUser: `
    insert into "user"
      (id, username, name, roles, active, employee, version, created_at, created_by, updated_at, updated_by)
    values ($1, $2, $3, $4, $5, $6, 1, now(), $7, now(), $7)`,

  /** whom of the employees there are no other user may be */
  employeeOfAccount: `
    select (select u.id from "user" u where u.employee = e.id and u.id <> $2 limit 1) as taken_by
    from employee e where e.id = $1 and e.deleted_at is null`,

  addIdentity: `insert into fw_identity (user_id, username, password_hash) values ($1, $2, $3)`,

  changeUser: `
    update "user" set name = $2, roles = $3, active = $4, employee = $5,
      version = version + 1, updated_at = now(), updated_by = $6
    where id = $1 returning version`,

  otherAdministrators: `
    select from "user" where active and deleted_at is null and roles && $1::text[] and id <> $2 limit 1`,

  changePassword: `
    update fw_identity set password_hash = $2, password_changed_at = now(), failed_attempts = 0, locked_until = null
    where user_id = $1`,

  unlock: `update fw_identity set failed_attempts = 0, locked_until = null where user_id = $1`,

  addEvent: `
    insert into fw_event (object, record_id, op, actor, revision, version, changes)
    select 'user', $1, $2, $3, revision, $4, $5 from fw_revision`,
} as const

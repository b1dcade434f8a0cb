import { POLICY_SQL, sessionHoursSql } from './policy.ts'

/** What is asked of a person with everything else: his part of the organisation, and whether he has left it. */
export interface PersonSql {
  timeZone: string
  facts(user: string): string
  hasLeft(user: string): string
}

const person = ({ facts }: PersonSql, user: string): string =>
  `u.id as user_id, u.username, u.name, u.roles, (select epoch::float8 from fw_acl) as epoch, ${facts(user)} as facts`

const mayCall = ({ hasLeft }: PersonSql, user: string): string =>
  `u.active and u.deleted_at is null and not ${hasLeft(user)}`

/** What must be so before a session may be used, and from where. */
const conditions = `${POLICY_SQL} as policy, i.must_change_password as must_change, i.allowed_addresses as addresses,
      (extract(epoch from now() - i.password_changed_at) / 86400)::float8 as password_days,
      i.totp_confirmed_at is not null as has_factor, i.second_factor_required as needs_factor, i.notice_version`

/** For how many seconds that may be believed: until what is used ends, or the day, with which roles begin and end. */
const secondsLeft = ({ timeZone }: PersonSql, end: string): string =>
  `extract(epoch from least(${end}, (date_trunc('day', now() at time zone '${timeZone}') + interval '1 day')
      at time zone '${timeZone}') - now())::float8 as seconds_left, (select revision::float8 from fw_revision) as revision`

/** Statements that depend on the metadata. */
export const personStatements = (sql: PersonSql) => ({
  userOfSession: `
    select s.token_hash as id, ${secondsLeft(sql, 's.expires_at')}, s.last_seen_at < now() - interval '1 minute' as renew, ${person(sql, 's.user_id')},
      s.method, s.factor, ${conditions}
    from fw_session s join "user" u on u.id = s.user_id join fw_identity i on i.user_id = s.user_id
    where s.token_hash = $1 and s.expires_at > now() and ${mayCall(sql, 's.user_id')}`,

  userOfToken: `
    select t.id, ${secondsLeft(sql, 't.expires_at')}, t.last_used_at is null or t.last_used_at < now() - interval '1 minute' as renew,
      ${person(sql, 't.user_id')}, t.read_only, t.objects, ${conditions}
    from fw_token t join "user" u on u.id = t.user_id join fw_identity i on i.user_id = t.user_id
    where t.token_hash = $1 and (t.expires_at is null or t.expires_at > now()) and t.revoked_at is null
      and ${mayCall(sql, 't.user_id')}`,

  userById: `select ${person(sql, '$1::uuid')} from "user" u where u.id = $1 and ${mayCall(sql, '$1::uuid')}`,

  /** those who may call, by name; behind one of them */
  people: `
    select x.id as user_id, x.username, x.name, x.roles, (select epoch::float8 from fw_acl) as epoch,
      ${sql.facts('x.id')} as facts
    from "user" x where x.active and x.deleted_at is null and not ${sql.hasLeft('x.id')}
      and ($1::text is null or (coalesce(x.name, ''), x.id) > ($1, $2::uuid))
    order by coalesce(x.name, ''), x.id limit $3`,

  account: `
    select i.user_id, i.password_hash, ${mayCall(sql, 'i.user_id')} as active
    from fw_identity i join "user" u on u.id = i.user_id where lower(i.username) = lower($1)`,
})

/** All else that the identity part asks of the database. `user` is written here because its roles and login are not fields. */
export const statements = {
  renewSession: `
    update fw_session set last_seen_at = now(),
      expires_at = least(now() + ${sessionHoursSql('idle_hours', '$2')}, created_at + ${sessionHoursSql('max_hours', '$3')})
    where token_hash = $1`,

  touchToken: `update fw_token set last_used_at = now() where id = $1`,

  accountInfo: `
    select username, email, password_changed_at, totp_confirmed_at is not null as has_factor,
      second_factor_required as needs_factor, bind_devices, last_login_at
    from fw_identity where user_id = $1`,

  isLocked: `select from fw_identity where user_id = $1 and locked_until > now()`,

  acceptNotice: `update fw_identity set notice_version = $2, notice_accepted_at = now() where user_id = $1`,

  addToken: `
    insert into fw_token (id, user_id, name, token_hash, expires_at, read_only, objects)
    values ($1, $2, $3, $4, now() + $5::interval, $6, $7) returning expires_at`,

  tokensOfUser: `
    select id, name, created_at, expires_at, last_used_at, read_only, objects from fw_token
    where user_id = $1 and revoked_at is null order by created_at desc, id`,

  revokeToken: `
    update fw_token set revoked_at = now() where id = $1 and user_id = $2 and revoked_at is null returning id`,

  users: `
    select u.id, u.username, u.name, u.roles, u.active, u.employee, u.version, u.created_at, i.last_login_at,
      coalesce(i.locked_until > now(), false) as locked, coalesce(i.must_change_password, false) as must_change_password,
      i.email, coalesce(i.allowed_addresses, '{}') as addresses, coalesce(i.bind_devices, false) as bind_devices,
      json_build_object('enrolled', i.totp_confirmed_at is not null,
        'required', coalesce(i.second_factor_required, false)) as second_factor
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

  isEmailTaken: `select from fw_identity where lower(email) = lower($1) and user_id <> $2`,

  addIdentity: `
    insert into fw_identity (user_id, username, password_hash, must_change_password) values ($1, $2, $3, $4)`,

  changeIdentity: `
    update fw_identity set must_change_password = $2, email = $3, allowed_addresses = $4, bind_devices = $5,
      second_factor_required = $6
    where user_id = $1`,

  changeUser: `
    update "user" set name = $2, roles = $3, active = $4, employee = $5,
      version = version + 1, updated_at = now(), updated_by = $6
    where id = $1 returning version`,

  otherAdministrators: `
    select from "user" where active and deleted_at is null and roles && $1::text[] and id <> $2 limit 1`,

  changePassword: `
    update fw_identity set password_hash = $2, password_changed_at = now(), must_change_password = $3,
      failed_attempts = 0, locked_until = null
    where user_id = $1`,

  /** the password that is about to be replaced joins the last ones, of which only so many are kept */
  keepPassword: `
    with kept as (insert into fw_password (user_id, password_hash)
      select user_id, password_hash from fw_identity where user_id = $1 and $2::int > 0)
    delete from fw_password where user_id = $1 and at not in (
      select at from fw_password where user_id = $1 order by at desc limit greatest($2::int - 1, 0))`,

  lastPasswords: `
    (select password_hash from fw_identity where user_id = $1)
    union all (select password_hash from fw_password where user_id = $1 order by at desc limit $2 - 1)`,

  unlock: `update fw_identity set failed_attempts = 0, locked_until = null where user_id = $1`,

  addEvent: `
    insert into fw_event (object, record_id, op, actor, revision, version, changes)
    select 'user', $1, $2, $3, revision, $4, $5 from fw_revision`,
} as const

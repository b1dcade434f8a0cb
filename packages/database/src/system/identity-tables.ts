/**
 * What logging in needs besides a password. Secrets are stored as hashes, and the seeds of second factors sealed with
 * the server's key. A session and the log-in that opened it have the same id; the log-in stays when the session ends.
 */
export const identityTables = `
alter table fw_identity
  add column email text,
  add column allowed_addresses text[] not null default '{}',
  add column bind_devices boolean not null default false,
  add column second_factor_required boolean not null default false,
  add column totp_secret text,
  add column totp_confirmed_at timestamptz,
  add column totp_last_step bigint,
  add column notice_version integer,
  add column notice_accepted_at timestamptz;
create unique index fw_identity_email on fw_identity (lower(email));

alter table fw_session
  add column id uuid not null default gen_random_uuid(),
  add column method text not null default 'password',
  add column factor text not null default 'none' check (factor in ('none', 'pending', 'passed'));
create unique index fw_session_id on fw_session (id);

alter table fw_token
  add column read_only boolean not null default false,
  add column objects text[];

create table fw_login (
  id uuid primary key,
  user_id uuid,
  username text,
  method text not null,
  result text not null,
  address text,
  agent text,
  device uuid,
  at timestamptz not null default now(),
  ended_at timestamptz,
  ended_by text
);
create index fw_login_user on fw_login (user_id, id);

create table fw_password (
  user_id uuid not null,
  password_hash text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (user_id, at)
);

create table fw_recovery_code (
  user_id uuid not null,
  code_hash text not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

create table fw_captcha (
  id uuid primary key,
  answer_hash text not null,
  expires_at timestamptz not null
);

create table fw_device (
  id uuid primary key,
  user_id uuid not null,
  secret_hash text not null,
  agent text,
  address text,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused')),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by uuid
);
create index fw_device_user on fw_device (user_id);

create table fw_external_identity (
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (issuer, subject)
);
create index fw_external_identity_user on fw_external_identity (user_id);`

/** Answers to requests with an Idempotency-Key, stored in the transaction of what they answer. */
export const idempotency = `
create table fw_idempotency (
  user_id uuid not null,
  key text not null,
  request_hash text not null,
  status smallint,
  headers jsonb,
  body text,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);
create index fw_idempotency_created on fw_idempotency (created_at);`

/** Calls of services outside, each attempt a row, without secrets; kept for 30 days. */
export const callTable = `
create table fw_call (
  id bigint generated always as identity primary key,
  connection text not null,
  key text,
  attempt int not null,
  method text not null,
  url text not null,
  request text,
  status int,
  response text,
  error text,
  ms int not null,
  at timestamptz not null default clock_timestamp()
);
create index fw_call_connection on fw_call (connection, id);
create index fw_call_at on fw_call (at);`

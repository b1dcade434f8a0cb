/**
 * What nodes remember of a caller they forget when it ends or changes, whichever node changed it: told with the commit,
 * as `session <hash>`, `token <id>`, `user <id>` or `everybody`. Roles and the organisation come with the epoch. The
 * sequence numbers what nodes confirm to each other, see `heardByOthers`.
 */
export const credentialChanges = `
create sequence fw_heard;

create function fw_tell_credential() returns trigger language plpgsql as $$
begin
  perform pg_notify('fw_' || tg_table_schema, concat_ws(' ', tg_argv[0], to_jsonb(old) ->> tg_argv[1]));
  return null;
end $$;

create trigger fw_session_ended after delete on fw_session
  for each row execute function fw_tell_credential('session', 'token_hash');
create trigger fw_session_changed after update of token_hash, factor on fw_session
  for each row execute function fw_tell_credential('session', 'token_hash');

create trigger fw_token_changed after delete or update of token_hash, revoked_at, expires_at, read_only, objects on fw_token
  for each row execute function fw_tell_credential('token', 'id');

create trigger fw_identity_changed after update on fw_identity for each row
  when ((old.password_hash, old.must_change_password, old.allowed_addresses, old.second_factor_required,
      old.totp_confirmed_at, old.notice_version) is distinct from (new.password_hash, new.must_change_password,
      new.allowed_addresses, new.second_factor_required, new.totp_confirmed_at, new.notice_version))
  execute function fw_tell_credential('user', 'user_id');
create trigger fw_identity_ended after delete on fw_identity
  for each row execute function fw_tell_credential('user', 'user_id');

create trigger fw_setting_changed after insert or update or delete on fw_setting
  for each row execute function fw_tell_credential('everybody');`

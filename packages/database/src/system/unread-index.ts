/** What people have not read yet: counted and looked through again and again. */
export const unreadIndex = `
create index fw_notification_unread on fw_notification (recipient, id) where read_at is null;`

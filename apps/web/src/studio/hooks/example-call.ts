const SECRET_BYTES = 32

/** A secret as the Standard Webhooks write one: `whsec_` and base64. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  return `whsec_${btoa(String.fromCharCode(...bytes))}`
}

/** How a hook is called from a shell; the secret is taken from the variable SECRET. */
export function exampleCall(url: string, auth: 'signature' | 'bearer'): string {
  if (auth === 'bearer') {
    return [
      `curl -X POST '${url}' \\`,
      `  -H "authorization: Bearer $SECRET" \\`,
      `  -H 'content-type: application/json' -H "idempotency-key: msg_$(date +%s)" \\`,
      `  -d '{}'`,
    ].join('\n')
  }
  return [
    `ID="msg_$(date +%s)"; NOW=$(date +%s); BODY='{}'`,
    `KEY=$(printf %s "\${SECRET#whsec_}" | base64 -d | xxd -p -c 256)`,
    `SIGN=$(printf %s "$ID.$NOW.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64)`,
    `curl -X POST '${url}' \\`,
    `  -H 'content-type: application/json' -H "webhook-id: $ID" \\`,
    `  -H "webhook-timestamp: $NOW" -H "webhook-signature: v1,$SIGN" \\`,
    `  -d "$BODY"`,
  ].join('\n')
}

/**
 * The page that the browser shows after Microsoft has answered. Neutral on purpose: at that moment the code is not redeemed
 * yet, so it may not speak of success. Static text only; nothing of the request is echoed.
 */
export const loopbackPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Return to Concord</title><meta name="viewport" content="width=device-width">
<style>body{font:16px/1.5 "Segoe UI",system-ui,sans-serif;margin:15vh auto;max-width:32em;padding:0 1.5em;color:#242424}
@media(prefers-color-scheme:dark){body{background:#1f1f1f;color:#f5f5f5}}</style></head>
<body><h1>Return to Concord</h1><p>Microsoft has answered. Concord shows how it went; you can close this tab.</p></body>
</html>
`;

export const loopbackHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
} as const;

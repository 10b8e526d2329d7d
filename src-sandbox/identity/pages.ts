/**
 * The few pages of the simulated sign-in: plain, labelled, readable by a screen reader and by a test, without any resource
 * from outside. Each says that it is a sandbox, so nobody types a real password into it.
 */
import { escapeHtml } from '../http/answer.ts';
import type { SandboxOperator } from '../scenarios/world.ts';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:#eef3f8;color:#1b1a19}
main{background:#fff;padding:2.5rem;width:min(26rem,calc(100vw - 2rem));box-sizing:border-box;border-radius:8px;box-shadow:0 2px 12px #0002}
h1{font-size:1.4rem;margin:.2rem 0 1rem}label{display:block;margin:.8rem 0 .2rem}input[type=text],input[type=password],select{font:inherit;width:100%;box-sizing:border-box;padding:.5rem}
button{font:inherit;padding:.5rem 1.2rem;margin:1.2rem .5rem 0 0;border:1px solid #8a8886;border-radius:4px;background:#fff}button.primary{background:#0f5ea8;border-color:#0f5ea8;color:#fff}
.note{background:#fff4ce;padding:.5rem .8rem;border-radius:4px;margin:0 0 1rem}.error{background:#fde7e9;padding:.5rem .8rem;border-radius:4px}`;

export function page(title: string, body: string): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main><p class="note">Concord sandbox: a simulated Microsoft sign-in. Use no real password here.</p><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;
}

const hidden = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');

export function accountFields(operators: SandboxOperator[], chosen: string): string {
  const options = operators
    .map((operator) => {
      const selected = operator.upn.toLowerCase() === chosen.toLowerCase() ? ' selected' : '';
      return `<option value="${escapeHtml(operator.upn)}"${selected}>${escapeHtml(operator.displayName)} (${escapeHtml(operator.upn)})</option>`;
    })
    .join('');
  return `<label for="upn">Pick an account</label><select id="upn" name="upn">${options}</select><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="off" autofocus><p>The sandbox password of the first account is <code>${escapeHtml(operators[0]?.password ?? '')}</code>.</p>`;
}

export function signInPage(options: {
  action: string;
  fields: Record<string, string>;
  operators: SandboxOperator[];
  chosen: string;
  error: string | null;
}): string {
  const error = options.error === null ? '' : `<p class="error" role="alert">${escapeHtml(options.error)}</p>`;
  return page(
    'Sign in',
    `${error}<form method="post" action="${escapeHtml(options.action)}">${hidden(options.fields)}${accountFields(options.operators, options.chosen)}<button class="primary" type="submit" name="decision" value="signin">Sign in</button><button type="submit" name="decision" value="cancel">Cancel</button></form>`,
  );
}

/** What response_mode=form_post looks like: a form that submits itself to the console's loopback listener. */
export function formPostPage(action: string, fields: Record<string, string>): string {
  return page(
    'Returning to the app',
    `<form method="post" action="${escapeHtml(action)}">${hidden(fields)}<button class="primary" type="submit">Continue</button></form><script>document.forms[0].submit()</script>`,
  );
}

export function confirmPage(options: {
  title: string;
  text: string;
  action: string;
  fields: Record<string, string>;
}): string {
  return page(
    options.title,
    `<p>${escapeHtml(options.text)}</p><form method="post" action="${escapeHtml(options.action)}">${hidden(options.fields)}<button class="primary" type="submit" name="decision" value="accept">Accept</button><button type="submit" name="decision" value="cancel">Cancel</button></form>`,
  );
}

export function errorPage(code: number, message: string): string {
  return page(
    "Sorry, but we're having trouble signing you in.",
    `<p class="error" role="alert">AADSTS${code}: ${escapeHtml(message)}</p>`,
  );
}

/**
 * The page that the window shows when the engine cannot run. It has no script: its buttons are links that never load,
 * because the shell turns each one into an action.
 */
import { escapeHtml } from '../web/page-policy.ts';

/** On the page's own origin, so that going there and back is no change of process. */
export const PROBLEM_PATH = '/problem';
export const PROBLEM_STYLE_PATH = '/problem.css';

export type ProblemAction = 'retry' | 'openFolder' | 'quit';

const BUTTONS: readonly { action: ProblemAction; label: string }[] = [
  { action: 'retry', label: 'Try again' },
  { action: 'openFolder', label: 'Open the profile folder' },
  { action: 'quit', label: 'Quit' },
];

/** @param sentence what happened and what to do, for the operator; escaped here. */
export function problemPage(sentence: string): string {
  const buttons = BUTTONS.map(({ action, label }) => `<a href="${PROBLEM_PATH}/${action}">${label}</a>`).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Concord cannot start</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="${PROBLEM_STYLE_PATH}"></head>
<body><main><h1>Concord cannot start</h1><p role="alert">${escapeHtml(sentence)}</p><nav>${buttons}</nav></main></body></html>`;
}

/** The action that a link of the problem page stands for, or null for any other address. */
export function problemActionOf(address: string, origin: string): ProblemAction | null {
  const found = BUTTONS.find(({ action }) => address === `${origin}${PROBLEM_PATH}/${action}`);
  return found?.action ?? null;
}

export const PROBLEM_STYLE = `:root{color-scheme:light dark;font:14px/1.5 "Segoe UI",system-ui,sans-serif}
body{margin:0;display:grid;place-items:center;min-height:100vh}
main{max-width:36rem;padding:2rem}h1{font-size:1.4rem;font-weight:600}
nav{display:flex;gap:.5rem;margin-top:1.5rem;flex-wrap:wrap}
a{padding:.4rem .9rem;border:1px solid currentColor;border-radius:4px;color:inherit;text-decoration:none}
a:focus-visible{outline:2px solid Highlight;outline-offset:2px}`;

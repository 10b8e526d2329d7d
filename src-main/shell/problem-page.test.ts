import { expect, it } from 'vitest';
import { problemActionOf, problemPage } from './problem-page.ts';

it('shows the sentence as text, whatever it contains', () => {
  const page = problemPage('Close <b>"Concord"</b> & try again.');
  expect(page).toContain('Close &#60;b&#62;&#34;Concord&#34;&#60;/b&#62; &#38; try again.');
  expect(page).not.toContain('<script');
});

it('turns its own links into actions and no other address', () => {
  const links = [...problemPage('x').matchAll(/<a href="([^"]+)"/g)].map(([, path]) => `app://concord${path ?? ''}`);
  expect(links.map((link) => problemActionOf(link, 'app://concord'))).toEqual(['retry', 'openFolder', 'quit']);
  expect(problemActionOf('app://elsewhere/problem/quit', 'app://concord')).toBeNull();
  expect(problemActionOf('app://concord/quit', 'app://concord')).toBeNull();
});

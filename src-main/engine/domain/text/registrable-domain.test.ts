import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostOf, isFreeMailDomain, registrableDomain, registrableDomains } from './registrable-domain.ts';

describe('registrableDomain reads a domain out of what people type', () => {
  test.each([
    ['https://WWW.Contoso.com/about', 'contoso.com'],
    ['contoso.com:8443', 'contoso.com'],
    ['contoso.com?x=1', 'contoso.com'],
    ['https://contoso.com/@team', 'contoso.com'],
    ['it@contoso.com', 'contoso.com'],
    ['http://user:pa@ss@www2.contoso.com:8080/a/b?c=d#e', 'contoso.com'],
    ['mail.contoso.com', 'contoso.com'],
    ['contoso.com.', 'contoso.com'],
    ['  Contoso.COM  ', 'contoso.com'],
    ['@contoso.com', 'contoso.com'],
    ['*.contoso.com', 'contoso.com'],
    ['//contoso.com/x', 'contoso.com'],
    ['https://https://contoso.com', 'contoso.com'],
    ['http:/contoso.com', 'contoso.com'],
    ['https:contoso.com', 'contoso.com'],
    ['mailto:it@contoso.com', 'contoso.com'],
    ['IT Desk <it@contoso.com>', 'contoso.com'],
    ['shop.contoso.co.uk', 'contoso.co.uk'],
    ['contoso.github.io', 'contoso.github.io'],
    ['a.b.contoso.example', 'contoso.example'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['XN--MNCHEN-3YA.example', 'xn--mnchen-3ya.example'],
    ['https://пример.рф/путь', 'xn--e1afmkfd.xn--p1ai'],
    ['例え。jp', 'xn--r8jz45g.jp'],
    ['straße.example', 'xn--strae-oqa.example'],
  ])('%s is %s', (raw, expected) => expect(registrableDomain(raw)).toBe(expected));

  test.each([
    [''],
    ['contoso'],
    ['localhost:3000'],
    ['192.168.1.10'],
    ['http://10.0.0.1:8080/'],
    ['https://[2001:db8::1]/'],
    ['n/a'],
    ['none'],
    ['con toso.com'],
    ['-contoso.com'],
    ['contoso..com'],
    ['co.uk'],
    ['contoso.onmicrosoft.com'],
    ['contoso.mail.onmicrosoft.com'],
    ['onmicrosoft.com'],
    ['contoso.onmicrosoft.us'],
    ['ann@gmail.com'],
    ['ann@hotmail.co.uk'],
    ['ann@yahoo.fr'],
    ['https://facebook.com/contoso'],
    ['https://sites.google.com/view/contoso'],
    ['contoso.sharepoint.com'],
  ])('%s proves nothing', (raw) => expect(registrableDomain(raw)).toBeNull());

  test('null is no domain', () => expect(registrableDomain(null)).toBeNull());

  test('a company whose name begins like a mail provider keeps its domain', () => {
    expect(['livery.com', 'outlook-interiors.com', 'live.agency'].map(isFreeMailDomain)).toEqual([false, false, false]);
  });

  test('a field may hold several websites, but a stray blank is not one', () => {
    expect(registrableDomains('www.contoso.com, contoso.de')).toEqual(['contoso.com', 'contoso.de']);
    expect(registrableDomains('con toso.com')).toEqual([]);
    expect(registrableDomains('contoso.com')).toEqual(['contoso.com']);
  });

  test('is a fixed point, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.emailAddress(), fc.domain(), fc.string({ unit: 'binary' })), (raw) => {
        const domain = registrableDomain(raw);
        if (domain !== null) {
          expect(registrableDomain(domain)).toBe(domain);
          expect(registrableDomain(`https://www.${domain}:8443/x`)).toBe(domain);
        }
      }),
    );
  });

  test('the host keeps its sub-domain', () => expect(hostOf('https://Mail.Contoso.com:1/x')).toBe('mail.contoso.com'));
});

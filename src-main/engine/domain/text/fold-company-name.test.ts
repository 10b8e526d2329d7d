import { describe, expect, test } from 'vitest';
import { foldCompanyName } from './fold-company-name.ts';

describe('foldCompanyName drops the legal form', () => {
  test.each([
    ['Contoso Ltd', 'contoso'],
    ['Contoso Ltd.', 'contoso'],
    ['Contoso, Inc.', 'contoso'],
    ['Contoso L.L.C.', 'contoso'],
    ['Contoso Corp', 'contoso'],
    ['Contoso Co., Ltd', 'contoso'],
    ['Contoso PLC', 'contoso'],
    ['Contoso LLP', 'contoso'],
    ['Contoso Pty Ltd', 'contoso'],
    ['Contoso (Pty) Ltd', 'contoso'],
    ['Contoso Pvt. Ltd.', 'contoso'],
    ['Contoso Pte Ltd', 'contoso'],
    ['Contoso Sdn. Bhd.', 'contoso'],
    ['Contoso GmbH', 'contoso'],
    ['Contoso GmbH & Co. KG', 'contoso'],
    ['Contoso UG (haftungsbeschränkt)', 'contoso'],
    ['Contoso e.K.', 'contoso'],
    ['Contoso AG', 'contoso'],
    ['Contoso S.A.R.L.', 'contoso'],
    ['Contoso SAS', 'contoso'],
    ['SARL Contoso', 'contoso'],
    ['Contoso S.A. de C.V.', 'contoso'],
    ['Contoso, S.L.', 'contoso'],
    ['Contoso S.r.l.', 'contoso'],
    ['Contoso S.p.A.', 'contoso'],
    ['Contoso B.V.', 'contoso'],
    ['Contoso NV', 'contoso'],
    ['Contoso AB', 'contoso'],
    ['Contoso AS', 'contoso'],
    ['Contoso A/S', 'contoso'],
    ['Contoso ApS', 'contoso'],
    ['Contoso Oy', 'contoso'],
    ['Contoso Oyj', 'contoso'],
    ['Contoso s.r.o.', 'contoso'],
    ['Contoso, a.s.', 'contoso'],
    ['Contoso Sp. z o.o.', 'contoso'],
    ['Contoso Spółka z o.o.', 'contoso'],
    ['Contoso Kft.', 'contoso'],
    ['Contoso Zrt.', 'contoso'],
    ['Contoso d.o.o.', 'contoso'],
    ['Contoso Lda', 'contoso'],
    ['Contoso Ltda.', 'contoso'],
    ['Contoso OÜ', 'contoso'],
    ['UAB Contoso', 'contoso'],
    ['SIA "Contoso"', 'contoso'],
    ['Contoso A.Ş.', 'contoso'],
    ['ООО «Ромашка»', 'ромашка'],
    ['Παπαδόπουλος Α.Ε.', 'παπαδοπουλοσ'],
    ['Παπαδόπουλος ΕΠΕ', 'παπαδοπουλοσ'],
    ['株式会社山田', '山田'],
    ['山田株式会社', '山田'],
    ['Yamada K.K.', 'yamada'],
    ['北京康托索有限公司', '北京康托索'],
    ['주식회사 콘토소', '콘토소'],
    ['Johnson & Co', 'johnson'],
    ['Müller & Söhne GmbH & Co. KG', 'muller and sohne'],
    ['The Contoso Company', 'contoso'],
  ])('%s folds to "%s"', (name, expected) => expect(foldCompanyName(name)).toBe(expected));

  test('words that belong to the name stay', () => {
    expect(foldCompanyName('Fabrikam Services Group Ltd')).toBe('fabrikam services group');
    expect(foldCompanyName('Robotics Ltd')).toBe('robotics');
    expect(foldCompanyName('Cole & Sons')).toBe('cole and sons');
  });

  test('a name that is only a legal form keeps it', () => {
    expect(foldCompanyName('AG')).toBe('ag');
    expect(foldCompanyName('株式会社')).toBe('株式会社');
    expect(foldCompanyName('!!!')).toBe('');
  });
});

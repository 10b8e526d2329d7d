/**
 * Legal forms of companies, as data, in their folded spelling: "Sp. z o.o." is the words "sp z o o". Only forms that
 * a register adds to a name are here; "Group", "Holding" and "Services" are part of the name and stay.
 */

const forms = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .flatMap((line) => line.slice(line.indexOf(':') + 1).split(','))
    .map((form) => form.trim())
    .filter((form) => form !== '');

/** Forms of one or more words, standing at the end of a name (and some at its beginning). */
export const legalForms: readonly string[] = forms(`
  English: ltd, limited, llc, l l c, inc, incorporated, corp, corporation, co, company, plc, p l c, llp, l l p, lp, l p, cic, pc, pllc
  Ireland: dac, clg, teoranta, teo
  India, Asia: pvt ltd, pvt, private limited, pte ltd, pte, sdn bhd, bhd, opc
  Australia: pty ltd, pty, pty limited, proprietary limited
  South Africa: pty ltd, cc, npc
  Germany, Austria: gmbh, g m b h, mbh, ag, a g, kg, k g, ohg, gbr, ug, ug haftungsbeschrankt, e k, ek, e kfm, e kfr, ev, e v, eg, e g, kgaa, se, gmbh co kg, gmbh und co kg, gmbh u co kg, gmbh and co kg, ag co kg, gmbh co kgaa, ug haftungsbeschrankt co kg, ug co kg, gesmbh, ges m b h, og, e u, partg, partg mbb, ggmbh
  Switzerland: sagl, klg
  France, Belgium: sarl, s a r l, sas, s a s, sasu, sa, s a, snc, s n c, sci, eurl, e u r l, scop, selarl, srl, sprl, bvba, b v b a, asbl, vzw, scrl, cvba, comm v, commv
  Netherlands: bv, b v, nv, n v, vof, v o f, cv, c v, cooperatie u a, u a, stichting
  Spain: sl, s l, slu, s l u, sll, slne, sa, sau, s a u, sociedad limitada, sociedad anonima, s coop
  Latin America: sa de cv, s a de c v, s de rl de cv, s de r l de c v, sapi de cv, s a p i de c v, sas, ltda, eirl, e i r l, spa, cia ltda, saic, sac, s a c, srl
  Portugal, Brazil: lda, l d a, ltda, unipessoal lda, sa, sgps, eireli
  Italy: srl, s r l, srls, s r l s, spa, s p a, sas, snc, sapa, s a p a, soc coop, scarl, s c a r l, societa a responsabilita limitata
  Sweden: ab, aktiebolag, publ, hb, kb, ek for
  Norway: as, a s, asa, ans, enk, nuf
  Denmark: aps, a s, i s, k s, p s, ivs, amba, a m b a
  Finland: oy, oyj, ab, oy ab, ky, tmi, osk, abp
  Iceland: ehf, hf, sf, ohf
  Czechia, Slovakia: sro, s r o, spol s r o, as, a s, vos, v o s, ks, k s, z s, o p s
  Poland: sp z o o, sp zoo, spzoo, spolka z o o, spolka z ograniczona odpowiedzialnoscia, sa, s a, sp j, sp k, sp p, s c, sp z o o sp k, psa
  Hungary: kft, zrt, nyrt, bt, kkt, kht
  Romania, Moldova: srl, s r l, sa, pfa, p f a
  Balkans: doo, d o o, dd, d d, ad, a d, dooel, jdoo, j d o o, k d, eood, ood
  Baltics: ou, as, uab, ab, mb, sia, a s, ik, vsi
  Turkey: as, a s, ltd sti, ltd, sti, anonim sirketi, limited sirketi, san ve tic ltd sti, san tic ltd sti, san ve tic a s, tic ltd sti, tic a s
  Greece: αε, α ε, επε, ε π ε, ικε, ι κ ε, οε, ο ε, εε, ε ε, αβεε, α β ε ε, αεβε, α ε β ε, μονοπροσωπη, ae, epe, ike, oe
  Russia, Ukraine, Bulgaria: ооо, оао, зао, пао, ао, нао, ип, тов, ат, пат, прат, тзов, фоп, оод, еоод, ад, еад, ооо тд, общество с ограниченнои ответственностью, акционерное общество, ooo, oao, zao, pao, tov
  Israel: בעמ, בע מ
  Arabic: ذمم, ذ م م, شمم, ش م م, شمل, llc fz, fze, fzco, fz llc, fzc, wll, w l l, dmcc
  Japan: kk, k k, gk, g k, kabushiki kaisha, godo kaisha, 株式会社, 有限会社, 合同会社, 合資会社, 合名会社, 一般社団法人, co ltd
  China, Taiwan, Hong Kong: 有限公司, 有限责任公司, 股份有限公司, 股份公司, 集团有限公司, 有限責任公司, 集團有限公司, co ltd, company limited, 控股有限公司
  Korea: 주식회사, 유한회사, 주, 유, 합자회사, yuhan hoesa, jusik hoesa
  Thailand: จำกัด, บริษัท, จํากัด, มหาชน, public company limited, pcl
  Vietnam: cong ty tnhh, cong ty co phan, cong ty, tnhh, jsc
  Indonesia: pt, cv, tbk, persero
  Philippines: opc, inc
`);

/** Forms that also stand before the name ("ООО Ромашка", "株式会社山田", "PT Sinar", "SIA Rīga", "UAB Vilnius"). */
export const leadingForms: readonly string[] = forms(`
  Cyrillic: ооо, оао, зао, пао, ао, ип, тов, ат, пат, прат, фоп, ooo, oao, zao, pao, tov
  Baltics: sia, uab, ou, as, ab, mb, vsi
  Nordic: ab, oy, a s
  Asia: 株式会社, 有限会社, 合同会社, 一般社団法人, 주식회사, 유한회사, 주, pt, cv, บริษัท, cong ty tnhh, cong ty co phan, cong ty
  Romance: sas, sarl, sa, snc, sci, eurl, sc, soc, societe
  Netherlands: stichting, bv, cv
  English: the
`);

/** Forms written without a blank beside the name, in scripts that use none. */
export const attachedForms: readonly string[] = [
  '集团股份有限公司',
  '集团有限公司',
  '集團有限公司',
  '控股有限公司',
  '股份有限公司',
  '有限责任公司',
  '有限責任公司',
  '有限公司',
  '股份公司',
  '一般社団法人',
  '株式会社',
  '有限会社',
  '合同会社',
  '合資会社',
  '合名会社',
  '주식회사',
  '유한회사',
  'จำกัด',
  'จํากัด',
  'บริษัท',
];

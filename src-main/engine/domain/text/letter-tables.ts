/**
 * Letters that Unicode decomposition cannot fold, as data: Latin letters with a stroke or ligature, the German and Nordic
 * digraph readings, and Greek and Cyrillic in Latin letters (the reading a company uses for its own domain, not a standard).
 */

const table = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .trim()
      .split(/\s+/)
      .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );

/** Keys are lower-case; ς is the same letter as σ, ı the same as i. */
export const latinLetters = table(`
  ß=ss ø=o ł=l æ=ae œ=oe đ=d ð=d þ=th ħ=h ı=i ĸ=k ŋ=n ŧ=t ƀ=b ɓ=b ƈ=c ɗ=d ƙ=k ɲ=n ɔ=o ɛ=e ə=e ǝ=e ƒ=f ɨ=i ɉ=j ʉ=u ƶ=z
  ƴ=y ς=σ ӏ=і
`);

export const germanDigraphs = table('ä=ae ö=oe ü=ue å=aa ø=oe æ=ae');

export const greekToLatin = {
  /** Two letters that sound as one; replaced before single letters. */
  pairs: table('ου=ou μπ=b ντ=nt γκ=gk γγ=ng τσ=ts τζ=tz αυ=av ευ=ev'),
  letters: table(`
    α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s τ=t υ=y φ=f χ=ch ψ=ps ω=o
  `),
} as const;

/** Folded letters only: й has become и, ё е, ї і. The soft and hard sign have no sound of their own. */
export const cyrillicToLatin = table(`
  а=a б=b в=v г=g ґ=g д=d ѓ=g е=e є=ye ж=zh з=z ѕ=dz и=i і=i ј=j к=k л=l љ=lj м=m н=n њ=nj о=o п=p р=r с=s т=t ћ=c ђ=dj
  у=u ў=u ф=f х=kh ц=ts ч=ch џ=dz ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya
`);

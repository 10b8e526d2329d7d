/** A state as glyph, word and tone. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type Tone, toneBackground, toneBorder, toneForeground, toneGlyphs } from './tone.ts';
import type { Word } from './words.ts';

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '5px',
    padding: '0 7px',
    height: '20px',
    maxWidth: '100%',
    borderRadius: tokens.borderRadiusMedium,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '18px',
    whiteSpace: 'nowrap',
    boxSizing: 'border-box',
  },
  label: { overflow: 'hidden', textOverflow: 'ellipsis' },
  glyph: { fontWeight: tokens.fontWeightBold },
  good: { color: toneForeground.good, backgroundColor: toneBackground.good, border: `1px solid ${toneBorder.good}` },
  attention: {
    color: toneForeground.attention,
    backgroundColor: toneBackground.attention,
    border: `1px solid ${toneBorder.attention}`,
  },
  bad: { color: toneForeground.bad, backgroundColor: toneBackground.bad, border: `1px solid ${toneBorder.bad}` },
  info: { color: toneForeground.info, backgroundColor: toneBackground.info, border: `1px solid ${toneBorder.info}` },
  neutral: {
    color: toneForeground.neutral,
    backgroundColor: toneBackground.neutral,
    border: `1px solid ${toneBorder.neutral}`,
  },
});

interface StateBadgeProps {
  readonly word: Word;
  /** Replaces the tone's own glyph. */
  readonly glyph?: string;
}

export function StateBadge({ word, glyph }: StateBadgeProps) {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.root, styles[word.tone])}>
      <span className={styles.glyph} aria-hidden="true">
        {glyph ?? toneGlyphs[word.tone]}
      </span>
      <span className={styles.label}>{word.label}</span>
    </span>
  );
}

/** A badge for words that have no entry in `words.ts`. */
export function ToneBadge({ tone, children }: { tone: Tone; children: string }) {
  return <StateBadge word={{ label: children, tone }} />;
}

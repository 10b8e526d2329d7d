/**
 * Why a candidate scores what it scores: one line per fact with glyph, word, both values and a bar of its weight; the
 * lines add up to the score. Colour repeats what glyph and word say. The legend is the words themselves.
 */
import { makeStyles, mergeClasses, Text, Tooltip, tokens } from '@fluentui/react-components';
import type { EvidenceLedgerView } from '../../shared/contract/evidence-views.ts';
import { isGuid } from '../../shared/vocabulary/ids.ts';
import { formatFullTime, formatScore, formatWeight } from './format.ts';
import { type Tone, toneForeground } from './tone.ts';
import { fieldLabel } from './words.ts';

type Line = EvidenceLedgerView['lines'][number];

const agreement: Readonly<Record<Line['agreement'], { glyph: string; word: string; tone: Tone }>> = {
  agreed: { glyph: '✓', word: 'agrees', tone: 'good' },
  disagreed: { glyph: '✕', word: 'differs', tone: 'bad' },
  missing: { glyph: '–', word: 'missing', tone: 'neutral' },
};

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '6px', minWidth: 0 },
  table: { width: '100%', borderCollapse: 'collapse', fontSize: tokens.fontSizeBase200, tableLayout: 'fixed' },
  head: {
    textAlign: 'start',
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightSemibold,
    padding: '2px 6px',
  },
  cell: {
    padding: '3px 6px',
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  fact: { width: '24%' },
  outcome: { width: '18%' },
  weight: { width: '22%' },
  values: { color: tokens.colorNeutralForeground1 },
  source: { color: tokens.colorNeutralForeground3 },
  good: { color: toneForeground.good },
  bad: { color: toneForeground.bad },
  neutral: { color: toneForeground.neutral },
  track: {
    display: 'block',
    position: 'relative',
    height: '6px',
    marginTop: '3px',
    backgroundColor: tokens.colorNeutralBackground4,
    borderRadius: '3px',
  },
  bar: { position: 'absolute', top: 0, bottom: 0, borderRadius: '3px', forcedColorAdjust: 'none' },
  goodBar: { backgroundColor: tokens.colorStatusSuccessBackground3 },
  badBar: { backgroundColor: tokens.colorStatusDangerBackground3 },
  total: { fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
  number: { fontVariantNumeric: 'tabular-nums' },
});

/** Where each bar starts and ends, as shares of the widest point the running sum reaches. */
export function waterfall(lines: readonly Line[]): readonly { readonly start: number; readonly end: number }[] {
  let sum = 0;
  const spans = lines.map((line) => {
    const from = sum;
    sum += line.weight;
    return { from: Math.min(from, sum), to: Math.max(from, sum) };
  });
  const low = Math.min(0, ...spans.map((span) => span.from));
  const reach = Math.max(low + 1, ...spans.map((span) => span.to)) - low;
  return spans.map((span) => ({ start: (span.from - low) / reach, end: (span.to - low) / reach }));
}

interface EvidenceLedgerProps {
  readonly ledger: EvidenceLedgerView;
  /** What the two sides are called, for example "Directory" and "Contact". */
  readonly leftLabel: string;
  readonly rightLabel: string;
  /** False where the sentence stands on the screen already. */
  readonly hasSentence?: boolean;
}

export function EvidenceLedger({ ledger, leftLabel, rightLabel, hasSentence = true }: EvidenceLedgerProps) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      {hasSentence ? <Text>{ledger.sentence}</Text> : null}
      {ledger.lines.length > 0 ? <LedgerTable ledger={ledger} leftLabel={leftLabel} rightLabel={rightLabel} /> : null}
      <MissingFacts lines={ledger.lines} />
      {ledger.counterfactual ? (
        <Text size={200}>
          <strong>What would change this:</strong> {ledger.counterfactual}
        </Text>
      ) : null}
    </div>
  );
}

function LedgerTable({ ledger, leftLabel, rightLabel }: Omit<EvidenceLedgerProps, 'hasSentence'>) {
  const styles = useStyles();
  const lines = ledger.lines.filter((line) => line.agreement !== 'missing');
  const spans = waterfall(lines);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col" className={mergeClasses(styles.head, styles.fact)}>
            Fact
          </th>
          <th scope="col" className={mergeClasses(styles.head, styles.outcome)}>
            Outcome
          </th>
          <th scope="col" className={styles.head}>
            {leftLabel} / {rightLabel}
          </th>
          <th scope="col" className={mergeClasses(styles.head, styles.weight)}>
            Weight
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          <LedgerLine
            key={`${line.field}-${line.left}-${line.right}-${line.source}`}
            line={line}
            span={spans[index] ?? { start: 0, end: 0 }}
          />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td className={styles.cell} colSpan={3}>
            Score (points)
          </td>
          <td className={mergeClasses(styles.cell, styles.total)}>{formatScore(ledger.score)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** Facts that one side does not have weigh nothing; they are named in one line instead of filling the table. */
function MissingFacts({ lines }: { lines: readonly Line[] }) {
  const missing = lines.filter((line) => line.agreement === 'missing');
  if (missing.length === 0) return null;
  const { glyph, word } = agreement.missing;
  return (
    <Text size={200}>
      <span aria-hidden="true">{glyph}</span> {word} on one side, weighs nothing:{' '}
      {missing.map((line) => fieldLabel(line.field)).join(', ')}
    </Text>
  );
}

/** Ids are shown short, whole on hover: they are for comparing, not for reading. */
function Value({ text }: { text: string | null }) {
  if (text === null) return '—';
  return isGuid(text) ? <span title={text}>{text.slice(0, 8)}…</span> : text;
}

function LedgerLine({ line, span }: { line: Line; span: { start: number; end: number } }) {
  const styles = useStyles();
  const { glyph, word, tone } = agreement[line.agreement];
  const toneClass = tone === 'good' ? styles.good : tone === 'bad' ? styles.bad : styles.neutral;
  const asOf = line.asOf === null ? 'time unknown' : `as of ${formatFullTime(line.asOf)}`;
  return (
    <tr>
      <td className={styles.cell}>
        {fieldLabel(line.field)}
        <Tooltip content={`${line.source}, ${asOf}`} relationship="description">
          <div className={styles.source}>{line.source}</div>
        </Tooltip>
      </td>
      <td className={mergeClasses(styles.cell, toneClass)}>
        <span aria-hidden="true">{glyph}</span> {word}
      </td>
      <td className={mergeClasses(styles.cell, styles.values)}>
        <Value text={line.left} />
        {line.left === line.right ? null : (
          <div>
            <Value text={line.right} />
          </div>
        )}
      </td>
      <td className={mergeClasses(styles.cell, styles.number)}>
        {formatWeight(line.weight)}
        <span className={styles.track} aria-hidden="true">
          {line.weight === 0 ? null : (
            <span
              className={mergeClasses(styles.bar, line.weight > 0 ? styles.goodBar : styles.badBar)}
              style={{ left: `${span.start * 100}%`, width: `${Math.max(1, (span.end - span.start) * 100)}%` }}
            />
          )}
        </span>
      </td>
    </tr>
  );
}

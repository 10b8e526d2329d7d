/** `npm run corpus`: reads a corpus, judges it, prints a table or JSON. Exit code 0 clean, 1 misses, 2 not a corpus. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Judgement, judgeCorpus } from './judge.ts';
import { CorpusError, loadCorpus } from './load-corpus.ts';

export interface CorpusOutput {
  readonly text: string;
  readonly exitCode: 0 | 1 | 2;
}

/** Runs with the words of the command line; prints nothing itself. */
export function runCorpus(args: readonly string[], here: string): CorpusOutput {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, dir: { type: 'string' } },
  });
  try {
    const judgement = judgeCorpus(loadCorpus(values.dir ?? join(here, 'cases')));
    return {
      text: values.json ? asJson(judgement) : asTable(judgement),
      exitCode: judgement.misses.length === 0 ? 0 : 1,
    };
  } catch (error) {
    if (error instanceof CorpusError || error instanceof Error) return { text: error.message, exitCode: 2 };
    throw error;
  }
}

function asJson({ mustAskRecall, bulkAcceptPrecision, tenantTop1, wrongAutoMatches, misses }: Judgement): string {
  return JSON.stringify({ mustAskRecall, bulkAcceptPrecision, tenantTop1, wrongAutoMatches, misses }, null, 2);
}

function asTable(judgement: Judgement): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const lines = [
    `${judgement.cases} cases, ${judgement.expectations} answers`,
    `recall of must-ask cases       ${percent(judgement.mustAskRecall)}`,
    `precision of bulk acceptance   ${percent(judgement.bulkAcceptPrecision)}`,
    `top-1 of tenant to client      ${percent(judgement.tenantTop1)}`,
    `wrong automatic matches        ${judgement.wrongAutoMatches}`,
  ];
  if (judgement.misses.length > 0) lines.push('', `${judgement.misses.length} misses:`);
  for (const miss of judgement.misses)
    lines.push(`  ${miss.case} (${miss.file}), ${miss.about}: expected ${miss.expected}; got ${miss.got}`);
  return lines.join('\n');
}

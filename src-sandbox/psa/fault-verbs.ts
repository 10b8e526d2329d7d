/** The control verbs that plan misbehaviour (faults.ts). `count` is how many requests are hit; absent means one. */
import { type ControlArgs, choiceArg, flagArg, matchArg, numberArg, textArg } from './control-args.ts';
import { createFaults, type FaultState } from './faults.ts';

export type ControlVerb = (args: ControlArgs) => unknown;

/** For `count`: "all" goes on until the faults are cleared. */
function countArg(args: ControlArgs): number {
  return args['count'] === 'all' ? Number.POSITIVE_INFINITY : numberArg(args, 'count', 1);
}

function dropConnection(faults: FaultState, args: ControlArgs): { ok: true } {
  const when = choiceArg(args, 'when', ['before', 'after']);
  const repeat = args['everyNth'] !== undefined;
  const nth = repeat ? numberArg(args, 'everyNth') : numberArg(args, 'atRequest', 1);
  if (!Number.isInteger(nth) || nth < 1) throw new Error('"atRequest" and "everyNth" count from 1');
  const fallback = repeat ? Number.POSITIVE_INFINITY : 1;
  const left = args['count'] === undefined ? fallback : countArg(args);
  faults.drops.push({ match: matchArg(args), when, nth, repeat, seen: 0, left });
  return { ok: true };
}

export function createFaultVerbs(faults: FaultState): Record<string, ControlVerb> {
  return {
    'psa.answerLate': (args) => {
      faults.late.push({ ms: numberArg(args, 'ms'), left: countArg(args), match: matchArg(args) });
      return { ok: true };
    },
    'psa.dropConnection': (args) => dropConnection(faults, args),
    'psa.acceptAndDropField': (args) => {
      faults.forgets.push({
        field: textArg(args, 'field'),
        left: countArg(args),
        everyNth: numberArg(args, 'everyNth', 1),
        seen: 0,
        echo: flagArg(args, 'echo', false),
      });
      return { ok: true };
    },
    'psa.throttleNext': (args) => {
      faults.throttles.push({
        left: countArg(args),
        retryAfterSeconds: numberArg(args, 'retryAfterSeconds', 1),
        match: matchArg(args),
      });
      return { ok: true };
    },
    'psa.failNext': (args) => {
      faults.fails.push({ left: countArg(args), status: numberArg(args, 'status', 500), match: matchArg(args) });
      return { ok: true };
    },
    'psa.answerHtml': (args) => {
      faults.html.push({ left: countArg(args), match: matchArg(args) });
      return { ok: true };
    },
    'psa.truncateAnswer': (args) => {
      faults.truncated.push({ left: countArg(args), match: matchArg(args) });
      return { ok: true };
    },
    'psa.clearFaults': () => {
      Object.assign(faults, createFaults());
      return { ok: true };
    },
  };
}

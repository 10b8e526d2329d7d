/** The cancel window of one-way acts in a terminal: one sentence, and Ctrl+C within it takes the act back. */
import { printNote } from './output.ts';
import { onInterrupt } from './session.ts';

/** For `--help` of every command that may do something one-way. */
export const windowHelp = `
What undo cannot give back in full (creating contacts, undoing that) waits a few seconds in a terminal; Ctrl+C then takes it
back. Scripts do not wait, because nobody is there to cancel: with --json, or when standard output is no terminal.`;

export const nowOption = ['--now', 'do not wait where something cannot be taken back (scripts never wait)'] as const;

interface OfferedWindow {
  /** Epoch ms. */
  readonly endsAt: number;
  /** What undo cannot give back, as a sentence. */
  readonly because: string;
  /** Answers what to print. */
  takeBack(): Promise<string>;
}

/** Says that Ctrl+C takes this back; call the answer once the window is over. */
export function offerTakeBack({ endsAt, because, takeBack }: OfferedWindow): () => void {
  const seconds = Math.max(1, Math.ceil((endsAt - Date.now()) / 1000));
  printNote(`One-way: ${because} It goes to the PSA in ${seconds} s; Ctrl+C takes it back.`);
  return onInterrupt(takeBack);
}

/** Which commands fit what was typed: every word must occur; those that begin with it come first. Pure. */

export function findCommands<Command extends { readonly label: string }>(
  commands: readonly Command[],
  typed: string,
): readonly Command[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const first = words[0];
  if (first === undefined) return commands;
  const fits = commands.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
  const begins = (command: Command) => (command.label.toLowerCase().startsWith(first) ? 0 : 1);
  return [...fits].sort((a, b) => begins(a) - begins(b));
}

/**
 * Type checks everything, then the engine side without the DOM and the page without Node, so that neither uses what
 * it will not have.
 */
import { runStep, tool } from './steps.ts';

const PROJECTS = ['tsconfig.json', 'tsconfig.node.json', 'tsconfig.web.json'];
const TIMEOUT_MS = 180_000;

for (const project of PROJECTS) {
  const { command, args } = tool('typescript-native/bin/tsc');
  const result = await runStep({
    name: `types of ${project}`,
    command,
    args: [...args, '--noEmit', '--pretty', '-p', project],
    timeoutMs: TIMEOUT_MS,
  });
  if (!result.isPassed) process.exitCode = 1;
}

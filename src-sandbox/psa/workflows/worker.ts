/**
 * The simulated Temporal side (psa.md 3.2 to 3.4): accepts workflow starts, removes duplicates by id, runs activities three
 * times, and can lose its worker at any user. A killed worker leaves its run `running` for ever; a dead one accepts starts
 * that never become a row. Nothing sweeps up, because nothing does on the real server.
 */
import { setTimeout as sleep, setImmediate as yieldTurn } from 'node:timers/promises';

/** Thrown inside a run when its worker is gone; nothing may catch it except the run's outermost edge. */
export class WorkerLost extends Error {
  constructor() {
    super('worker lost');
    this.name = 'WorkerLost';
  }
}

type Execution = {
  workflowId: string;
  executionId: string;
  /** `waiting`: accepted while no worker was there. `lost`: its worker died. Temporal calls both of these running. */
  status: 'waiting' | 'running' | 'finished' | 'lost';
};

type WorkerSettings = {
  /** Is the Temporal address answering at all? False makes POST sync a 503. */
  reachable: boolean;
  alive: boolean;
  /** Real milliseconds; the contract's 5 s, doubling, scaled down so that tests do not wait. */
  retryDelayMs: number;
  userDelayMs: number;
  /** Die before this many further users; null = live on. */
  usersUntilDeath: number | null;
};

const ATTEMPTS = 3;
const USERS_PER_TURN = 25;

export type Worker = ReturnType<typeof createWorker>;

export function createWorker(nextExecutionId: () => string) {
  const settings: WorkerSettings = {
    reachable: true,
    alive: true,
    retryDelayMs: 5,
    userDelayMs: 0,
    usersUntilDeath: null,
  };
  const executions: Execution[] = [];
  let generation = 0;
  let usersSeen = 0;

  function kill(): void {
    generation += 1;
    settings.alive = false;
    settings.usersUntilDeath = null;
    for (const execution of executions) if (execution.status === 'running') execution.status = 'lost';
  }

  /** A checkpoint bound to the life of the worker that runs now. */
  function createPulse(): { check: () => void; beforeEach: () => Promise<void> } {
    const born = generation;
    const check = () => {
      if (born !== generation) throw new WorkerLost();
    };
    return {
      check,
      async beforeEach() {
        check();
        if (settings.usersUntilDeath !== null) {
          if (settings.usersUntilDeath <= 0) kill();
          else settings.usersUntilDeath -= 1;
        }
        usersSeen += 1;
        if (settings.userDelayMs > 0) await sleep(settings.userDelayMs);
        else if (usersSeen % USERS_PER_TURN === 0) await yieldTurn();
        check();
      },
    };
  }

  return {
    settings,
    executions,
    kill,
    revive(): void {
      settings.alive = true;
    },

    /**
     * Starts a workflow unless one of the same id is still running in Temporal's eyes; then that one is the answer.
     * `run` is called on a later turn, so the caller's 202 is out before anything happens.
     */
    start(workflowId: string, run: (pulse: ReturnType<typeof createPulse>) => Promise<void>): Execution {
      const running = executions.find((entry) => entry.workflowId === workflowId && entry.status !== 'finished');
      if (running) return running;
      const execution: Execution = {
        workflowId,
        executionId: nextExecutionId(),
        status: settings.alive ? 'running' : 'waiting',
      };
      executions.push(execution);
      if (execution.status === 'running') void supervise(execution, run);
      return execution;
    },

    /** One activity with the contract's three attempts. */
    async attempt<T>(pulse: { check: () => void }, activity: () => Promise<T>): Promise<T> {
      for (let number = 1; ; number += 1) {
        pulse.check();
        try {
          return await activity();
        } catch (error) {
          if (error instanceof WorkerLost || number >= ATTEMPTS) throw error;
          await sleep(settings.retryDelayMs * 2 ** (number - 1));
        }
      }
    },
  };

  async function supervise(
    execution: Execution,
    run: (pulse: ReturnType<typeof createPulse>) => Promise<void>,
  ): Promise<void> {
    const pulse = createPulse();
    await yieldTurn();
    try {
      pulse.check();
      await run(pulse);
      execution.status = 'finished';
    } catch {
      // Either the worker is gone or recording itself failed: the run row stays as it is, for ever.
      execution.status = 'lost';
    }
  }
}

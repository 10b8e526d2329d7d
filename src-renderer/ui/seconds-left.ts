/** A countdown in whole seconds: rounded up, so that "1 s" is said until the moment itself, and 0 means over. */
import { useEffect, useState } from 'react';

export function secondsLeft(endsAt: number, now: number): number {
  return Math.max(0, Math.ceil((endsAt - now) / 1000));
}

/** How long the shown number stays true, in milliseconds. */
export function untilNextSecond(endsAt: number, now: number): number {
  return (endsAt - now) % 1000 || 1000;
}

/** Ticks by itself until `endsAt` (epoch ms) has come. */
export function useSecondsLeft(endsAt: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      const at = Date.now();
      setNow(at);
      if (at < endsAt) timer = setTimeout(tick, untilNextSecond(endsAt, at));
    };
    tick();
    return () => clearTimeout(timer);
  }, [endsAt]);
  return secondsLeft(endsAt, now);
}

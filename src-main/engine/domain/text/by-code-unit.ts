/** The one order for texts that decide nothing but have to be stable: by UTF-16 unit, the same on every machine. */
export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/**
 * The keyboard life of the data table: one tab stop, a place inside it, and the selection that grows from it.
 * The place is remembered as a row id, so that it stays on its row when rows are sorted, filtered or refreshed.
 */
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { type GridPlace, type GridShape, moveInGrid } from './grid-keys.ts';
import { idsBetween, type Selection, toggle, withAll } from './selection.ts';

interface GridFocusOptions {
  readonly shape: GridShape;
  readonly idAt: (index: number) => string | undefined;
  readonly indexOfActive: number;
  readonly scrollTo: (index: number) => void;
  readonly onActivate: (index: number) => void;
  readonly onOpen: ((index: number) => void) | undefined;
  readonly selection: Selection | undefined;
  readonly onSelectionChange: ((next: Selection) => void) | undefined;
}

export function useGridFocus(options: GridFocusOptions) {
  const { shape, idAt, indexOfActive, scrollTo, onActivate, onOpen, selection, onSelectionChange } = options;
  const [place, setPlace] = useState<GridPlace>({ row: 0, column: 0 });
  const anchor = useRef(0);

  const follow = useRef(scrollTo);
  useEffect(() => {
    follow.current = scrollTo;
  }, [scrollTo]);
  useEffect(() => {
    if (indexOfActive < 0) return;
    setPlace((now) => (now.row === indexOfActive ? now : { ...now, row: indexOfActive }));
    follow.current(indexOfActive);
  }, [indexOfActive]);

  const shown = { ...place, row: Math.min(place.row, Math.max(0, shape.rows - 1)) };

  const moveTo = useCallback(
    (next: GridPlace) => {
      setPlace(next);
      scrollTo(next.row);
      onActivate(next.row);
    },
    [scrollTo, onActivate],
  );

  const selectTo = (row: number) => {
    if (selection && onSelectionChange) onSelectionChange(withAll(selection, idsBetween(anchor.current, row, idAt)));
  };

  const toggleAt = (row: number) => {
    const id = idAt(row);
    anchor.current = row;
    if (id !== undefined && selection && onSelectionChange) onSelectionChange(toggle(selection, id));
  };

  const selectAll = () => {
    if (selection && onSelectionChange) onSelectionChange(withAll(selection, idsBetween(0, shape.rows - 1, idAt)));
  };

  /** True when the key was ours. */
  const actOn = (event: KeyboardEvent): boolean => {
    if (event.key === ' ' && selection) {
      toggleAt(shown.row);
      return true;
    }
    if (event.key === 'Enter' && onOpen && !event.ctrlKey && !event.metaKey) {
      onOpen(shown.row);
      return true;
    }
    if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && selection) {
      selectAll();
      return true;
    }
    return false;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey) return;
    const next = moveInGrid(shown, shape, event);
    if (next) {
      moveTo(next);
      if (event.shiftKey && next.row !== shown.row) selectTo(next.row);
      else if (!event.shiftKey) anchor.current = next.row;
      event.preventDefault();
      return;
    }
    if (actOn(event)) event.preventDefault();
  };

  return { place: shown, setPlace, moveTo, toggleAt, selectTo, onKeyDown };
}

/** A search box that tells its owner after a short pause, and at once on Enter or when cleared. */
import { SearchBox } from '@fluentui/react-components';
import { type RefObject, useEffect, useRef, useState } from 'react';

const PAUSE_MS = 180;

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (value: string) => void;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
}

export function SearchField({ label, value, onSearch, inputRef }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const tell = useRef(onSearch);
  useEffect(() => {
    tell.current = onSearch;
  }, [onSearch]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => tell.current(typed), typed === '' ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value]);
  return (
    <SearchBox
      input={{ ref: inputRef }}
      size="small"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(_, data) => setTyped(data.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') tell.current(typed);
      }}
    />
  );
}

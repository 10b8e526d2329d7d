/** The icons of the app: one stroke drawing each on a 20-pixel grid, in the colour of the text, hidden from readers. */

const drawings = {
  overview: 'M3 10.5 10 4l7 6.5M5 9v7.5h3.5V12h3v4.5H15V9',
  tenants: 'M4 17V4.5h7V17M11 8h5v9M2.5 17h15M6.5 7.5h2M6.5 10.5h2M6.5 13.5h2M13.2 11h.8M13.2 14h.8',
  queue: 'M7 5.5h10M7 10h10M7 14.5h10M3 5.5h.6M3 10h.6M3 14.5h.6',
  sync: 'M4 9a6 6 0 0 1 10.7-3L16.5 8M16.5 4v4h-4M16 11a6 6 0 0 1-10.7 3L3.5 12M3.5 16v-4h4',
  rules: 'M3 6h7M14 6h3M12 4v4M3 14h3M10 14h7M8 12v4M3 10h11M17 10h0',
  connections:
    'M8 12 12 8M9 5.5l1.6-1.6a3.8 3.8 0 0 1 5.4 5.4L14.500 11M11 14.500l-1.600 1.600A3.8 3.8 0 0 1 4 10.700L5.500 9',
  activity: 'M3 10h3l2.500-6 3.500 12 2-6h3',
  settings:
    'M10 7.300a2.700 2.700 0 1 0 0 5.400 2.700 2.700 0 0 0 0-5.400ZM10 2.800v2M10 15.200v2M2.800 10h2M15.200 10h2M4.900 4.900l1.400 1.400M13.700 13.700l1.400 1.400M4.900 15.100l1.400-1.400M13.700 6.300l1.400-1.400',
  search: 'M8.500 3.500a5 5 0 1 0 0 10 5 5 0 0 0 0-10ZM12.200 12.200 17 17',
  check: 'm4 10.500 4 4 8.500-9',
  dismiss: 'm5 5 10 10M15 5 5 15',
  add: 'M10 4v12M4 10h12',
  undo: 'M4 8h8a4 4 0 0 1 0 8H8M7.500 4.500 4 8l3.500 3.500',
  copy: 'M7 7h9v10H7zM13 7V3.500H4V13h3',
  warning: 'M10 3.500 17.500 16.500H2.500ZM10 8.500v3.500M10 14.200v.3',
  info: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 9v4.500M10 6.300v.3',
  chevronRight: 'm8 4.500 5.500 5.500L8 15.500',
  chevronDown: 'm4.500 8 5.500 5.500L15.500 8',
  arrowLeft: 'M17 10H4M9 5l-5 5 5 5',
  play: 'M6.500 4v12l9.500-6Z',
  pause: 'M7 4.500v11M13 4.500v11',
  stop: 'M5.500 5.500h9v9h-9z',
  person:
    'M10 3.500a3.200 3.200 0 1 0 0 6.400 3.200 3.200 0 0 0 0-6.400ZM3.800 17c.4-3.300 2.800-5 6.200-5s5.800 1.700 6.200 5',
  document: 'M5 3h6.500L15 6.500V17H5ZM11.500 3v3.500H15M7.500 10h5M7.500 13h5',
  refresh: 'M16 10a6 6 0 1 1-1.800-4.300L16.500 8M16.500 4v4h-4',
  open: 'M11 4h5v5M16 4l-7 7M8 5H4v11h11v-4',
  keyboard: 'M2.500 5.500h15v9h-15zM5 8.500h.4M8 8.500h.4M11 8.500h.4M14 8.500h.4M6 11.500h8',
  download: 'M10 3.500V13M6 9.500l4 4 4-4M4 16.500h12',
  shield: 'M10 3 16 5v5c0 3.500-2.500 6-6 7.500C6.500 16 4 13.500 4 10V5Z',
  flask: 'M8 3.500h4M8.500 3.500V8L4.500 15.500a1 1 0 0 0 1 1.500h9a1 1 0 0 0 1-1.500L11.500 8V3.500M6.500 12.500h7',
  history: 'M4 6.500A7 7 0 1 1 3 10M4 3v3.500h3.500M10 6.500V10l2.500 1.500',
  plug: 'M7 3v4M13 3v4M5 7h10v2.500a5 5 0 0 1-10 0ZM10 14.500V17',
  moon: 'M15.500 12A6.500 6.500 0 0 1 8 4.500a6.500 6.500 0 1 0 7.500 7.500Z',
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      fill="none"
      focusable="false"
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="1.4"
      viewBox="0 0 20 20"
      width={size}
    >
      <path d={drawings[name]} />
    </svg>
  );
}

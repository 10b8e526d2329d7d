/** The five meanings that colour may carry. Colour never carries one alone: a glyph and a word go with it. */
import { tokens } from '@fluentui/react-components';

export const tones = ['good', 'attention', 'bad', 'info', 'neutral'] as const;
export type Tone = (typeof tones)[number];

export const toneGlyphs: Readonly<Record<Tone, string>> = {
  good: '✓',
  attention: '!',
  bad: '✕',
  info: '•',
  neutral: '–',
};

export const toneForeground: Readonly<Record<Tone, string>> = {
  good: tokens.colorStatusSuccessForeground1,
  attention: tokens.colorStatusWarningForeground1,
  // The first of the three is too dark to read on the dark theme’s panes.
  bad: tokens.colorStatusDangerForeground3,
  info: tokens.colorBrandForeground1,
  neutral: tokens.colorNeutralForeground2,
};

export const toneBackground: Readonly<Record<Tone, string>> = {
  good: tokens.colorStatusSuccessBackground1,
  attention: tokens.colorStatusWarningBackground1,
  bad: tokens.colorStatusDangerBackground1,
  info: tokens.colorBrandBackground2,
  neutral: tokens.colorNeutralBackground3,
};

export const toneBorder: Readonly<Record<Tone, string>> = {
  good: tokens.colorStatusSuccessBorder1,
  attention: tokens.colorStatusWarningBorder1,
  bad: tokens.colorStatusDangerBorder1,
  info: tokens.colorBrandStroke2,
  neutral: tokens.colorNeutralStroke2,
};

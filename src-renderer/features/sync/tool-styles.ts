/** The row of filters above a table inside a tab. */
import { makeStyles, tokens } from '@fluentui/react-components';

export const useToolStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', alignItems: 'center' },
  scrolling: { overflow: 'auto', minHeight: 0, display: 'flex', flexDirection: 'column', gap: '12px' },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  table: { width: '100%', borderCollapse: 'collapse', fontSize: tokens.fontSizeBase200, tableLayout: 'fixed' },
  th: {
    textAlign: 'start',
    padding: '3px 8px',
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightSemibold,
  },
  td: {
    padding: '4px 8px',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
    verticalAlign: 'top',
  },
  from: { textDecorationLine: 'line-through', color: tokens.colorNeutralForeground3 },
  to: { fontWeight: tokens.fontWeightSemibold },
});

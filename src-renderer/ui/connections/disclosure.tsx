/** What a connection lets Concord see, in plain words, before anybody consents to it. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { ConnectionType } from '../../../shared/vocabulary/states.ts';
import { Icon } from '../icons.tsx';

interface Asked {
  readonly scope: string;
  readonly words: string;
}

const askedOf: Readonly<Record<ConnectionType, { readonly intro: string; readonly asked: readonly Asked[] }>> = {
  direct: {
    intro:
      'Your app registration has to hold these permissions, and Microsoft shows them for consent. All of them only read; Concord never changes anything in Entra.',
    asked: [
      { scope: 'DelegatedAdminRelationship.Read.All', words: 'see which customers you manage (GDAP relationships)' },
      { scope: 'Directory.Read.All', words: 'see partner contracts, domains and groups of those customers' },
      { scope: 'User.Read.All', words: 'read names, addresses, phones, titles and account state of their people' },
    ],
  },
  cipp: {
    intro: 'Concord asks CIPP only for lists, through its API. It changes nothing in CIPP or in Entra.',
    asked: [
      { scope: 'ListTenants', words: 'see which customers you manage' },
      { scope: 'ListGraphRequest, ListGroups', words: 'read the people and groups of one customer at a time' },
    ],
  },
};

const useStyles = makeStyles({
  root: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    padding: '10px 12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  head: { display: 'flex', gap: '8px', alignItems: 'center', fontWeight: tokens.fontWeightSemibold },
  list: { margin: '6px 0 0', paddingInlineStart: '20px' },
  scope: { fontFamily: tokens.fontFamilyMonospace, color: tokens.colorNeutralForeground2 },
});

export function DisclosureNote({ connectionType }: { connectionType: ConnectionType }) {
  const styles = useStyles();
  const { intro, asked } = askedOf[connectionType];
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <Icon name="shield" size={16} /> What Concord will be able to see
      </div>
      <div>{intro}</div>
      <ul className={styles.list}>
        {asked.map(({ scope, words }) => (
          <li key={scope}>
            {words} <span className={styles.scope}>({scope})</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

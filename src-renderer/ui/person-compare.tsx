/**
 * A directory user and contacts side by side, field by field, with agreement said in a word. Agreement here only compares
 * what is shown, letter case aside; what it is worth is told by the ledger.
 */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { ContactView, DirectoryUserView } from '../../shared/contract/evidence-views.ts';
import { toneBackground, toneForeground } from './tone.ts';

const LABEL_WIDTH = 104;
const COLUMN_WIDTH = 150;

const useStyles = makeStyles({
  scroller: { overflowX: 'auto', flexShrink: 0 },
  table: { borderCollapse: 'collapse', width: '100%', fontSize: tokens.fontSizeBase200, tableLayout: 'fixed' },
  label: {
    width: `${LABEL_WIDTH}px`,
    textAlign: 'start',
    verticalAlign: 'top',
    padding: '4px 8px 4px 0',
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightRegular,
  },
  head: {
    textAlign: 'start',
    verticalAlign: 'top',
    padding: '4px 8px',
    fontWeight: tokens.fontWeightSemibold,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
  },
  cell: {
    padding: '4px 8px',
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  same: { backgroundColor: toneBackground.good },
  chosen: { boxShadow: `inset 0 2px 0 ${tokens.colorBrandStroke1}` },
  mark: { display: 'block', fontSize: tokens.fontSizeBase100 },
  sameMark: { color: toneForeground.good },
  otherMark: { color: toneForeground.bad },
  mutedMark: { color: tokens.colorNeutralForeground3 },
});

/** The values of one field, in the words of this table. */
type Values = readonly string[];

interface ComparedField {
  readonly label: string;
  readonly left: Values;
  readonly right: (contact: ContactView) => Values;
}

const values = (...all: readonly (string | null | undefined)[]): Values =>
  all.filter((one) => Boolean(one)) as string[];
function others(first: string | null, rest: readonly (string | null)[]): Values {
  const seen = new Set([folded(first ?? '')]);
  return values(...rest).filter((one) => !seen.has(folded(one)) && seen.add(folded(one)));
}

const folded = (value: string) => value.trim().toLowerCase();
const digits = (value: string) =>
  /^[+\d][\d\s()./-]+$/.test(value) ? value.replace(/\D/g, '').slice(-9) : folded(value);

type Agreement = 'same' | 'other' | 'missing';

export function agreementOf(left: Values, right: Values): Agreement {
  if (left.length === 0 || right.length === 0) return 'missing';
  const seen = new Set(left.map(digits));
  return right.some((value) => seen.has(digits(value))) ? 'same' : 'other';
}

function fieldsOf(user: DirectoryUserView, clientName: string): readonly ComparedField[] {
  return [
    { label: 'Name', left: values(user.displayName), right: (contact) => values(contact.fullName) },
    {
      label: 'E-mail',
      left: values(user.mail, user.mail ? null : user.userPrincipalName),
      right: (contact) => values(contact.email),
    },
    {
      label: 'Other addresses',
      left: others(user.mail ?? user.userPrincipalName, [user.userPrincipalName, ...user.aliases]),
      right: (contact) => contact.additionalEmails,
    },
    { label: 'Phones', left: user.phones, right: (contact) => contact.phones.map((phone) => phone.number) },
    { label: 'Job title', left: values(user.jobTitle), right: (contact) => values(contact.role) },
    { label: 'Client', left: values(clientName), right: (contact) => values(contact.clientName) },
    {
      label: 'State',
      left: [user.accountEnabled === false ? 'Disabled' : 'Active'],
      right: (contact) => [contact.isInactive ? 'Inactive' : 'Active'],
    },
    { label: 'Linked to', left: [], right: (contact) => values(contact.linkedTo) },
  ];
}

interface PersonCompareProps {
  readonly user: DirectoryUserView;
  /** The client that the user's tenant is mapped to. */
  readonly clientName: string;
  readonly contacts: readonly ContactView[];
  readonly chosenId: string | null;
  /** The head of a contact's column, for example a number and a button. */
  readonly renderHead: (contact: ContactView, index: number) => ReactNode;
}

export function PersonCompare({ user, clientName, contacts, chosenId, renderHead }: PersonCompareProps) {
  const styles = useStyles();
  return (
    <div className={styles.scroller}>
      <table className={styles.table} style={{ minWidth: LABEL_WIDTH + (contacts.length + 1) * COLUMN_WIDTH }}>
        <thead>
          <tr>
            <td className={styles.label} />
            <th scope="col" className={styles.head}>
              Directory user
            </th>
            {contacts.map((contact, index) => (
              <th
                key={contact.contactId}
                scope="col"
                className={mergeClasses(styles.head, contact.contactId === chosenId && styles.chosen)}
              >
                {renderHead(contact, index)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fieldsOf(user, clientName).map((field) => (
            <tr key={field.label}>
              <th scope="row" className={styles.label}>
                {field.label}
              </th>
              <td className={styles.cell}>{field.left.join(', ') || '—'}</td>
              {contacts.map((contact) => (
                <ContactCell key={contact.contactId} left={field.left} right={field.right(contact)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const marks: Readonly<Record<Agreement, string>> = { same: '✓ same', other: '✕ differs', missing: '' };

function ContactCell({ left, right }: { left: Values; right: Values }) {
  const styles = useStyles();
  const found = agreementOf(left, right);
  const markClass = found === 'same' ? styles.sameMark : found === 'other' ? styles.otherMark : styles.mutedMark;
  return (
    <td className={mergeClasses(styles.cell, found === 'same' && styles.same)}>
      {right.join(', ') || '—'}
      {marks[found] ? <span className={mergeClasses(styles.mark, markClass)}>{marks[found]}</span> : null}
    </td>
  );
}

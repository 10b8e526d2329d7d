/**
 * Names that belong to machines, as data. Every pattern is anchored to the start or end of the name before the @, or to
 * a whole word of it: Abbott, Talbot, Botha, Cabot and "Robotics Ltd" stay people. Team mailboxes (info@, service-desk@,
 * admin@) are not machines and are not here. `mayBeSurname` marks words that people are called (Jan Bot, Peter Drucker).
 */
export interface MachineName {
  /** Follows 'the name "…" ' in a sentence. */
  readonly words: string;
  /** Against a lower-case local part without plus tag. */
  readonly pattern: RegExp;
  readonly mayBeSurname: boolean;
}

/** Alternatives joined, with "." in a word standing for an optional separator. */
const anyOf = (text: string): string =>
  `(?:${text
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('.', '[-_.]?'))
    .join('|')})`;

const noReply = anyOf(`
  no.reply no.replies do.not.reply dont.reply not.reply no.response no.answer
  ne.pas.repondre nicht.antworten keine.antwort(?:en)? no.responder no.contestar nao.responda nao.responder
  non.rispondere niet.(?:be)?antwoorden geen.antwoord svara.(?:inte|ej) svar.ikke ikke.svar ala.vastaa ei.vastausta
  nie.odpowiadac neodpovidat neodpovidejte ne.valaszoljon yanitlama(?:yin)? nu.raspunde(?:ti)? ne.odgovarjaj
`);
const devices = anyOf(
  'scan scans scanner copier photocopier printer print.server fax.server multifunction scan.(?:to|2).(?:e?mail|folder|pc|me)',
);
const foreignDevices = anyOf(`
  mfp mfc mfd fax kopierer kopiergeraet drucker imprimante copieur photocopieuse scanneur impresora escaner fotocopiadora
  stampante fotocopiatrice impressora skaner drukarka skrivare skanner kopimaskine tulostin tiskarna nyomtato yazici
`);
const serviceAccount = anyOf(`
  service.(?:account|acct|konto|user|principal) dienst.(?:konto|account) system.(?:konto|account) technischer.(?:benutzer|user)
  tech.user funktions.(?:konto|benutzer) compte.(?:de.)?service cuenta.(?:de.)?servicio conta.(?:de.)?servico
  account.di.servizio tjanste?.konto tjeneste.konto palvelu.tili konto.(?:serwisowe|techniczne) servisni.ucet hizmet.hesabi
`);
const infrastructure = anyOf(`
  backup veeam mssql sql.(?:service|agent|server) ldap radius ad.sync dir.sync aad.sync aad.connect azure.ad.connect prtg
  nagios zabbix jenkins smtp(?:.relay)? mail.relay
`);
const microsoftOwn = `(?:healthmailbox|systemmailbox|discoverysearchmailbox|federatedemail\\.|msol_|aad_[0-9a-f]{6}|migration\\.[0-9a-f]{8}-|adtoaadsyncserviceaccount|sync_[^@]+_[0-9a-f]{6})`;

const name = (words: string, pattern: string): MachineName => ({
  words,
  pattern: new RegExp(pattern),
  mayBeSurname: false,
});
const surname = (words: string, pattern: string): MachineName => ({ ...name(words, pattern), mayBeSurname: true });

/** In this order; the first that fits is named as the reason. */
export const machineNames: readonly MachineName[] = [
  name('is an account that Microsoft makes for itself', `^${microsoftOwn}`),
  name('begins with "svc"', '^svc'),
  name('ends in "svc"', '[-_.]svc\\d*$'),
  name('begins with "srv"', '^srv[-_]'),
  surname('begins with "sa"', '^sa[-_][a-z0-9]'),
  name('begins with "system"', '^system(?:$|[-_.\\d])'),
  name('says that it is a service account', `(?:^|[-_.])${serviceAccount}(?:$|[-_.\\d])`),
  name('says that nobody reads replies', `(?:^|[-_.])${noReply}(?:$|[-_.\\d])`),
  name(
    'belongs to a mail system',
    `^${anyOf('mailer.daemon postmaster daemon bounces? journaling unsubscribe')}(?:$|[-_\\d])`,
  ),
  surname('is a bot', '(?:^|[-_])(?:bot|chatbot|robot)(?:$|[-_]?\\d+$)|^(?:bot|chatbot|robot)[-_]'),
  name(
    'is an automation',
    '^(?:automation|automated|automate|rpa|cron|crontab|daemon)(?:$|[-_\\d])|[-_](?:automation|daemon|rpa)\\d*$',
  ),
  name(
    'is a scanner, printer or copier',
    `^${devices}(?:$|[-_.\\d])|[-_.](?:scanner|photocopier|printer|copier|mfp)\\d*$`,
  ),
  surname('is a scanner, printer or copier', `^${foreignDevices}(?:$|[-_\\d])`),
  name('is a piece of infrastructure', `^${infrastructure}(?:$|[-_.\\d])`),
  name(
    'is an emergency account',
    `^${anyOf('break.glass emergency.(?:access|admin) notfall.(?:admin|zugang|konto)')}(?:$|[-_.\\d])`,
  ),
  name('is a test account', `^test[-_.]?(?:user|account|mailbox|konto|benutzer)\\d*(?:$|[-_.])`),
];

/** Against the lower-case display name; whole words or the beginning only, and nothing that is a surname. */
export const machineDisplayNames: readonly MachineName[] = [
  name('begins with "svc"', '^svc[-_ .]'),
  name('begins with "sa"', '^sa[-_][a-z0-9]'),
  name(
    'says that it is a service account',
    '(?:^|[ ([-])(?:service[ -]?(?:account|acct|konto)|dienstkonto|compte de service|cuenta de servicio|conta de serviço|account di servizio)(?:$|[ )\\]-])',
  ),
  name('says that nobody reads replies', '(?:^|[ ([])(?:no[ -]?reply|do ?not[ -]reply|donotreply)(?:$|[ )\\]])'),
  name('is an emergency account', '^(?:break[ -]?glass|emergency (?:access|admin))(?:$|[ -])'),
];

/** Only when the source does not tell the mailbox kind: then the name is all there is. */
export const sharedMailboxName =
  /(?:^|[-_. ([])(?:shared[-_. ]?mailbox|gemeinsames postfach|freigegebenes postfach|boîte partagée)(?:$|[-_. )\]\d])/;

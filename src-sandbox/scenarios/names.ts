/**
 * Pools of people's names per locale, job titles and departments. A name outside the Latin script carries its usual
 * Latin spelling after a slash, because that is what stands in the mail address. Data plus one folding helper.
 */

export type Locale =
  | 'en'
  | 'de'
  | 'sv'
  | 'za'
  | 'fr'
  | 'el'
  | 'ie'
  | 'cs'
  | 'fi'
  | 'bg'
  | 'no'
  | 'pl'
  | 'it'
  | 'ja'
  | 'nl';

export type NamePart = { shown: string; latin: string };

const parts = (text: string): NamePart[] =>
  text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const [shown = '', latin] = word.replaceAll('_', ' ').split('/');
      return { shown, latin: latin ?? shown };
    });

const EN_GIVEN = parts(
  `Alice Amelia Andrew Angela Anthony Ashley Austin Benjamin Beth Brandon Brenda Brian Caleb Carla Caroline Charles Chloe Christine
  Claire Colin Connor Craig Cynthia Daniel Deborah Denise Derek Diana Dominic Dylan Edith Edward Eleanor Elliot Emma Erica Ethan
  Evelyn Fiona Frances Gareth George Georgia Grace Graham Hannah Harriet Harvey Heather Helen Holly Howard Hugh Ian Imogen Isaac
  Isabel Jack Jacob Jasmine Jason Jeremy Jessica Joanne Joel Jordan Joseph Julia Justin Karen Keith Kelly Kevin Kyle Laura Leah
  Leonard Lewis Liam Linda Lucas Lydia Marcus Margaret Martha Matthew Megan Melanie Miles Mitchell Molly Nadia Naomi Nathan Neil
  Nicole Nigel Noah Olivia Oscar Owen Paige Pamela Patrick Paula Peter Philip Rachel Ralph Rebecca Rhys Robin Roger Rosalind Russell
  Ryan Samantha Scott Sharon Simon Sophie Stanley Stella Stuart Susan Tamara Teresa Thomas Toby Tracy Trevor Tristan Vanessa Vera
  Victor Violet Walter Wendy Zachary Zoe Aisha Arjun Carlos Elena Farah Hiroshi Ines Javier Lakshmi Mateo Mei Omar Priya Rosa Tariq
  Thanh Ximena Yusuf`,
);
const EN_SURNAME = parts(
  `Ackerman Aldridge Ashworth Atwood Bainbridge Barlow Barrett Beaumont Bellamy Benson Blackwood Bradshaw Brennan Briggs Brooks Calloway
  Cartwright Chandler Chapman Coleman Conway Crawford Dalton Dawson Delaney Donnelly Drake Dunham Eastman Ellison Emerson Fairchild
  Farrell Fenwick Fielding Fletcher Forsythe Garrison Gibbons Goddard Goodwin Granger Greenwood Hadley Hammond Hargrove Harrington
  Hathaway Hayward Henderson Holbrook Hollis Holloway Hopkins Ingram Jarvis Jennings Keating Kendrick Kingsley Langford Lockwood
  Maddox Marlowe Mercer Merritt Middleton Montague Moreland Nash Newcomb Norwood Oakley Ogden Palmer Parrish Pearson Pendleton
  Prescott Preston Quigley Radcliffe Ramsey Redmond Ridley Rockwell Rutherford Sanderson Sawyer Sheffield Sinclair Somerville
  Stafford Stanton Sterling Sutton Thackeray Thornton Tillman Townsend Underwood Vaughn Wainwright Walden Wallace Warren Webster
  Weston Whitaker Whitfield Wilkins Winslow Woodard Wyatt Yardley Yates Garcia Nguyen Patel Khan Okafor Romero Santos Tanaka`,
);

const POOLS: Record<Locale, { given: NamePart[]; surname: NamePart[] }> = {
  en: { given: EN_GIVEN, surname: EN_SURNAME },
  ie: {
    given: parts(
      'Aoife Brendan Cian Ciarán Dara Deirdre Eamon Éanna Fergal Gráinne Kieran Maeve Niamh Oisín Orla Pádraig Róisín Saoirse Séamus Siobhán',
    ),
    surname: parts(
      "Brady Byrne Clancy Corrigan Doyle Fitzgerald Gallagher Hickey Kavanagh Lynch McCarthy McGrath Moran Murphy Nolan O'Brien O'Dwyer O'Rourke Quinn Walsh",
    ),
  },
  de: {
    given: parts(
      'Anke Anneliese Bernd Birgit Björn Carsten Claudia Dieter Dörte Ekkehard Elke Franziska Friederike Günther Hannelore Heike Holger Ingrid Jörg Jürgen Katrin Klaus Lothar Maren Matthias Monika Nils Petra Rainer Renate Rüdiger Sabine Silke Steffen Susanne Thorsten Ulrike Uwe Volker Wiebke',
    ),
    surname: parts(
      'Ackermann Bäcker Baumgärtner Böhme Brandt Dietrich Eberhardt Engelhardt Fröhlich Gärtner Götz Großmann Hartwig Höfer Jäger Kästner Köhler Krüger Kühn Lindemann Löwe Möller Müller Neumann Oßwald Pfeiffer Reuß Röder Schäfer Schröder Schütz Seidel Strauß Thieme Uhlig Vogel Weiß Winkler Ziegler Zöllner',
    ),
  },
  sv: {
    given: parts(
      'Agneta Anders Annika Åke Åsa Birgitta Björn Bo Börje Cecilia Elin Erik Eva Fredrik Göran Gösta Gunilla Hans Håkan Ingela Jonas Karin Kerstin Lars Lena Linnéa Magnus Malin Mats Mikael Nils Olof Örjan Pernilla Pär Rune Sofia Sten Torbjörn Ulla',
    ),
    surname: parts(
      'Åberg Åkesson Ahlström Björk Blomqvist Boström Dahlgren Ekström Engström Fält Forsberg Friström Gyllenstierna Hägglund Hällström Hjelm Högberg Holmqvist Jönsson Källström Lindqvist Ljungberg Löfgren Malmberg Mårtensson Nordström Nyström Öberg Östberg Palmgren Rosén Sandström Sjöström Söderlund Strömbäck Sundqvist Törnqvist Wallin Westerlund Wikström',
    ),
  },
  za: {
    given: parts(
      'Andile Anele Annelie Ayanda Bongani Bulelwa Carel Chantelle Danie Dineo Elmarie Francois Gerrit Hendrik Itumeleng Jacobus Karabo Kgomotso Lerato Lindiwe Marietjie Mpho Nandi Nomvula Palesa Petrus Pieter Riaan Sibusiso Sipho Thabo Thandeka Themba Tshepo Willem Xolani Zanele Zinhle',
    ),
    surname: parts(
      'Coetzee Dlamini Dube Erasmus Ferreira Fourie Gumede Hlongwane Jacobs Joubert Khumalo Kruger Labuschagne Mabaso Madonsela Mahlangu Maseko Mbeki Mkhize Mthembu Naidoo Ndlovu Nel Ngcobo Nkosi Oosthuizen Pienaar Pretorius Sithole Smuts Steyn Swart Tshabalala van_der_Merwe van_Wyk Venter Vilakazi Viljoen Zondo Zulu',
    ),
  },
  fr: {
    given: parts(
      'Adélaïde Adrien Agnès Aurélie Benoît Céline Chloé Clémence Damien Élodie Émilie Étienne Fabrice François Gaëlle Geneviève Hélène Hervé Jérôme Joël Loïc Maëlle Margaux Mathilde Maxime Mickaël Noémie Océane Rémi Solène Stéphane Thérèse Valérie Yves Zoé',
    ),
    surname: parts(
      'Aubert Barré Beauséjour Bérard Bessière Boulanger Carpentier Château Chevalier Côté Dubois Dufrêne Faivre Fournier Gauthier Guérin Hébert Jaquet Lacroix Lagrange Lemaître Léveillé Marchand Mercier Moreau Noël Pélissier Perrin Rousseau Séguin Thévenet Tissot Vasseur Villeneuve',
    ),
  },
  el: {
    given: parts(
      'Αθανάσιος/Athanasios Αλέξανδρος/Alexandros Ανδρέας/Andreas Βασιλική/Vasiliki Γεώργιος/Georgios Δήμητρα/Dimitra Δημήτριος/Dimitrios Ειρήνη/Eirini Ελένη/Eleni Ευαγγελία/Evangelia Θεόδωρος/Theodoros Ιωάννης/Ioannis Ιωάννα/Ioanna Κατερίνα/Katerina Κωνσταντίνος/Konstantinos Μαρία/Maria Νικόλαος/Nikolaos Παναγιώτης/Panagiotis Σοφία/Sofia Σπυρίδων/Spyridon Χριστίνα/Christina',
    ),
    surname: parts(
      'Αναγνωστόπουλος/Anagnostopoulos Βασιλείου/Vasileiou Γεωργιάδης/Georgiadis Δημητρίου/Dimitriou Ιωαννίδης/Ioannidis Καραγιάννης/Karagiannis Κωνσταντίνου/Konstantinou Λάμπρου/Lamprou Μακρής/Makris Νικολάου/Nikolaou Οικονόμου/Oikonomou Παπαδάκης/Papadakis Παπαδόπουλος/Papadopoulos Σαμαράς/Samaras Σταύρου/Stavrou Τσακίρης/Tsakiris Φωτίου/Fotiou Χατζής/Chatzis',
    ),
  },
  cs: {
    given: parts(
      'Alžběta Bohumil Božena Dalibor Eliška František Hana Jaroslav Jiří Kateřina Ladislav Lukáš Markéta Matěj Miloš Ondřej Pavla Radek Šárka Štěpán Tomáš Václav Věra Zdeněk',
    ),
    surname: parts(
      'Beneš Bláha Čermák Doležal Fiala Hájek Havlíček Horák Hruška Jelínek Kadlec Kolář Kříž Kučera Macháček Němec Novotný Pokorný Procházka Růžička Sedláček Šimek Svoboda Urban Veselý Zeman',
    ),
  },
  fi: {
    given: parts(
      'Aino Antti Eero Eija Hannu Heikki Helmi Iida Ilkka Jaakko Jukka Kaisa Kirsi Lauri Leena Marjatta Matti Mikko Outi Päivi Pekka Riikka Sari Seppo Tapio Tuula Väinö Ylva',
    ),
    surname: parts(
      'Aaltonen Hämäläinen Heikkinen Hyvönen Järvinen Karjalainen Kettunen Korhonen Laaksonen Lehtonen Mäkelä Mäkinen Mikkola Nieminen Niskanen Peltola Pitkänen Rantanen Räsänen Saarinen Salonen Tuominen Väisänen Virtanen Ylönen',
    ),
  },
  bg: {
    given: parts(
      'Борис/Boris Веселина/Veselina Георги/Georgi Десислава/Desislava Иван/Ivan Красимир/Krasimir Милена/Milena Николай/Nikolay Цветана/Tsvetana',
    ),
    surname: parts(
      'Ангелов/Angelov Богданов/Bogdanov Димитров/Dimitrov Илиев/Iliev Колев/Kolev Маринов/Marinov Петков/Petkov Стоянов/Stoyanov Христов/Hristov',
    ),
  },
  no: {
    given: parts(
      'Arne Astrid Bjørn Dagny Eirik Espen Gunnar Håvard Ingvild Kåre Kjersti Marit Øystein Ragnhild Sigrid Solveig Terje Torunn Vegard',
    ),
    surname: parts(
      'Aas Bakke Bjørnstad Dahl Eide Fossum Grønvold Hagen Haugen Kristiansen Lunde Moen Nygård Ødegaard Rønning Solberg Strand Tveit Vik',
    ),
  },
  pl: {
    given: parts(
      'Agnieszka Bartłomiej Bożena Dariusz Elżbieta Grzegorz Jadwiga Jerzy Kazimierz Łukasz Małgorzata Michał Paweł Rafał Stanisław Żaneta',
    ),
    surname: parts(
      'Błaszczyk Dąbrowski Gołębiewski Grabowski Jabłoński Kamiński Krawczyk Łukasik Mazur Nowak Pawłowski Piątek Sikora Wiśniewski Wójcik Zając',
    ),
  },
  it: {
    given: parts(
      'Alessio Beatrice Chiara Concetta Davide Elisabetta Fabio Filippo Ginevra Giulia Lorenzo Luisa Nicolò Ornella Pasquale Raffaella Salvatore Tommaso',
    ),
    surname: parts(
      "Amato Barbieri Bianchi Colombo D'Angelo De_Luca Esposito Ferrari Galli Lombardi Mancini Marchetti Moretti Pellegrini Ricci Rinaldi Sartori",
    ),
  },
  ja: {
    given: parts('陽子/Yoko 健一/Kenichi 美咲/Misaki 大輔/Daisuke 由美/Yumi 翔太/Shota 直樹/Naoki'),
    surname: parts('佐藤/Sato 鈴木/Suzuki 高橋/Takahashi 田中/Tanaka 渡辺/Watanabe 山本/Yamamoto 小林/Kobayashi'),
  },
  nl: {
    given: parts('Anouk Bas Daan Femke Geert Hanneke Ilse Joost Jan Koen Lotte Maarten Noor Pieter Sanne Thijs Wouter'),
    surname: parts(
      'Bakker de_Boer de_Vries Dekker Dijkstra Hendriks Jansen Kuipers Meijer Mulder Postma Smit van_den_Berg van_Dijk Visser',
    ),
  },
};

export const namePool = (locale: Locale): { given: NamePart[]; surname: NamePart[] } => POOLS[locale];

const SPECIAL: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  æ: 'ae',
  Æ: 'Ae',
  å: 'a',
  Å: 'A',
};

/** What people type into a mail address: no accents, no spaces, no apostrophes, lower case. */
export function mailWord(text: string): string {
  return text
    .replace(/[ßøØłŁđæÆåÅ]/g, (letter) => SPECIAL[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9-]/g, '')
    .toLowerCase();
}

export const JOB_TITLES = [
  'Account Manager',
  'Accounts Payable Clerk',
  'Analyst',
  'Apprentice',
  'Assistant Manager',
  'Buyer',
  'Clerk',
  'Compliance Officer',
  'Coordinator',
  'Customer Service Agent',
  'Designer',
  'Director',
  'Dispatcher',
  'Engineer',
  'Estimator',
  'Executive Assistant',
  'Facilities Manager',
  'Finance Manager',
  'Head of Operations',
  'HR Advisor',
  'IT Coordinator',
  'Marketing Lead',
  'Office Manager',
  'Operations Manager',
  'Payroll Specialist',
  'Planner',
  'Project Manager',
  'Quality Inspector',
  'Receptionist',
  'Sales Representative',
  'Scheduler',
  'Supervisor',
  'Team Lead',
  'Technician',
  'Warehouse Operative',
] as const;

export const DEPARTMENTS = [
  'Administration',
  'Customer Service',
  'Engineering',
  'Finance',
  'Human Resources',
  'IT',
  'Legal',
  'Logistics',
  'Management',
  'Marketing',
  'Operations',
  'Production',
  'Purchasing',
  'Sales',
] as const;

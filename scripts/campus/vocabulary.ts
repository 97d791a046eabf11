/** The words the campus is made of. The people are invented: a first name and a tree. */

/** Subject codes with their names, the biggest departments first. */
export const SUBJECTS: readonly (readonly [code: string, name: string])[] = [
  ['ENG', 'English'], ['MAT', 'Mathematics'], ['CSE', 'Computer Science and Engineering'], ['BIO', 'Biology'], ['PSY', 'Psychology'],
  ['CHM', 'Chemistry'], ['COM', 'Communication'], ['ACC', 'Accountancy'], ['MUS', 'Music'], ['ECN', 'Economics'],
  ['PHY', 'Physics'], ['HST', 'History'], ['SPA', 'Spanish'], ['NUR', 'Nursing'], ['MGT', 'Management'],
  ['KIN', 'Kinesiology'], ['ART', 'Art'], ['FIN', 'Finance'], ['SOC', 'Sociology'], ['POS', 'Political Science'],
  ['EEE', 'Electrical Engineering'], ['MAE', 'Mechanical and Aerospace Engineering'], ['CIS', 'Computer Information Systems'], ['MKT', 'Marketing'],
  ['DCE', 'Dance'], ['PHI', 'Philosophy'], ['THE', 'Theatre'], ['GLG', 'Geology'], ['CEE', 'Civil Engineering'], ['IEE', 'Industrial Engineering'],
  ['FSE', 'Engineering Foundations'], ['BME', 'Biomedical Engineering'], ['STP', 'Statistics'], ['SWU', 'Social Work'], ['EDT', 'Educational Technology'],
  ['TCL', 'Transborder Studies'], ['FRE', 'French'], ['GER', 'German'], ['JPN', 'Japanese'], ['CHI', 'Chinese'],
  ['ARA', 'Arabic'], ['ITA', 'Italian'], ['LAT', 'Latin'], ['AST', 'Astronomy'], ['GCU', 'Geography'],
  ['REL', 'Religious Studies'], ['WST', 'Gender Studies'], ['LAW', 'Law'], ['PUP', 'Urban Planning'], ['SOS', 'Sustainability'],
  ['APM', 'Applied Mathematics'], ['FMS', 'Film and Media Studies'], ['CRJ', 'Criminal Justice'], ['NTR', 'Nutrition'], ['MCO', 'Journalism'],
  ['ROB', 'Robotics'], ['SER', 'Software Engineering'], ['HI', 'Human Interfaces'], ['AS', 'Aerospace Studies'], ['UNI', 'University Success'],
  ['ARTS', 'Arts and Society'], ['ENTR', 'Entrepreneurship'],
];

export const TITLE_PATTERNS = [
  'Introduction to {}', 'Principles of {}', 'Topics in {}', '{} Laboratory', 'Methods of {}', 'History of {}', 'Seminar in {}',
  'Advanced {}', 'Foundations of {}', '{} and Society', 'Applied {}', 'Research in {}', 'Ethics in {}', '{} Workshop', 'Data in {}', 'Writing for {}',
] as const;

export const FIRST_NAMES = [
  'Ada', 'Ben', 'Cora', 'Dev', 'Elif', 'Femi', 'Gita', 'Hugo', 'Ines', 'Jun', 'Kofi', 'Lena', 'Milo', 'Nadia', 'Omar', 'Pia', 'Quinn', 'Rosa', 'Sven', 'Tala',
] as const;

export const LAST_NAMES = [
  'Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Ginkgo', 'Hazel', 'Ironwood', 'Juniper', 'Katsura', 'Linden', 'Maple', 'Nutmeg', 'Oak', 'Poplar', 'Quince',
  'Rowan', 'Spruce', 'Tamarack', 'Upas', 'Viburnum', 'Willow', 'Yew',
] as const;

export const BUILDINGS = ['PSH', 'LSE', 'COOR', 'BYAC', 'ECG', 'WXLR', 'LL', 'DISCVRY', 'SCOB', 'BAC', 'CDN', 'MU'] as const;

export const GROUP_LABELS = [
  'Barrett Honors students', 'Majors of the department', 'First-year students', 'Transfer students', 'Students of the online campus', 'Graduating seniors',
] as const;

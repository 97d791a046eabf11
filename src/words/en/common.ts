/** Parts of every page. */
export const common = {
  close: 'Close',
  tryAgain: 'Try again',
  /** Read out after a class number that links to the university's page. */
  opensNewTab: ' at {{university}}, opens a new tab',
  notify: {
    granted: 'While this page is open, this browser also notifies you when a watched seat opens.',
    denied: 'Notifications are blocked for this page in your browser’s settings. Mails still come.',
    ask: 'Also notify me in this browser',
    opened: 'A seat opened in {{course}}',
    openedHow: 'Class {{classNumber}}: {{seats}}',
  },
} as const;
